package io.sluice.ingestion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Cut;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.Promise;
import io.sluice.schemas.WireCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages made by hand to hurt: each is one outcome, and the sound event after it passes. */
final class PoisonTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] KEY = "alice".getBytes(UTF_8);
    /** What is hostile elsewhere and happens to be a sound value there. */
    private static final List<String> HARMLESS = List.of(
            "arrival is branch 1, then 2 GB",
            "arrival is branch 1, then -1",
            "arrival is a zero character",
            "sessionId is a zero character",
            "sessionId is branch 1, then blank",
            "action is branch 1, then -1",
            "action is branch 2",
            "items.quantity is branch 2",
            "items.quantity is branch 63",
            "items.unitPriceMinor is a zero character",
            "items.position is branch 1, then 2 GB",
            "requestId is a zero character",
            "requestId is branch 1, then blank",
            "consent is branch 1, then -1",
            "consent is a zero character",
            "context.key is blank",
            "context.value is blank");

    private static final WireCodec CODEC = new WireCodec();

    @Test
    void shouldRefuseEveryPoisonAndPassTheSoundEventAfterIt() {
        Map<String, byte[]> poisons = poisons();
        assertThat(poisons.values().stream().map(Arrays::toString).distinct().count())
                .isGreaterThanOrEqualTo(500);

        try (Bench bench = new Bench(IngestionConfig.DEFAULTS)) {
            int sound = 0;
            for (Map.Entry<String, byte[]> poison : poisons.entrySet()) {
                long refused = bench.refused();
                bench.send(KEY, poison.getValue(), NOON);
                bench.count();
                assertThat(bench.refused()).as("refused: %s", poison.getKey()).isEqualTo(refused + 1);

                bench.send(KEY, new Layout("sound-" + sound, "user-" + sound, NOON).sound(), NOON);
                bench.count();
                assertThat(bench.passed()).as("after %s", poison.getKey()).isEqualTo(++sound);
            }
            assertThat(bench.outcomes()).isEqualTo(bench.sent());
        }
    }

    @Test
    void shouldNotLetAStrangersPromiseMakePunctualEventsLate() {
        try (Bench bench = new Bench(IngestionConfig.DEFAULTS)) {
            bench.promise(Instant.ofEpochMilli(Long.MAX_VALUE), NOON);
            bench.send(KEY, new Layout("e", "alice", NOON).sound(), NOON);
            bench.count();

            assertThat(bench.passed()).isEqualTo(1);
        }
    }

    private static Map<String, byte[]> poisons() {
        Map<String, byte[]> poisons = new LinkedHashMap<>();
        Layout layout = new Layout("e", "alice", NOON);
        for (String field : layout.fields()) {
            Layout.hostile().forEach((name, bytes) -> {
                byte[] poison = new Layout(field + name, "alice", NOON).with(field, bytes);
                poisons.put(field + " is " + name, poison);
            });
        }
        poisons.keySet().removeAll(HARMLESS);
        headers(poisons, layout.sound());
        strangers(poisons);
        return poisons;
    }

    private static void headers(Map<String, byte[]> poisons, byte[] sound) {
        for (int length = 0; length < sound.length; length += length < 16 ? 1 : 7) {
            poisons.put("only " + length + " bytes", Arrays.copyOf(sound, length));
        }
        for (int at = 0; at < 10; at++) {
            byte[] other = sound.clone();
            other[at] ^= 0x10;
            poisons.put("another header byte " + at, other);
        }
        for (int more : new int[] {1, 2, 100, 10_000}) {
            poisons.put(more + " bytes too many", Arrays.copyOf(sound, sound.length + more));
        }
        for (int id : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            poisons.put(
                    "registered as " + id,
                    ByteBuffer.allocate(sound.length)
                            .put((byte) 0)
                            .putInt(id)
                            .put(sound, 10, sound.length - 10)
                            .array());
        }
    }

    private static void strangers(Map<String, byte[]> poisons) {
        poisons.put("no value", null);
        for (String text : List.of(
                "{\"event\":\"view_item\"}",
                "<event/>",
                "GET / HTTP/1.1\r\n\r\n",
                "\u001f\u008b\u0008",
                "null",
                "${jndi:ldap://x}",
                "' OR 1=1 --",
                "Obj\u0001",
                "PAR1",
                "0")) {
            poisons.put("the text " + text, text.getBytes(UTF_8));
        }
        poisons.put(
                "a cut",
                CODEC.encode(Cut.newBuilder()
                        .setJobId("j")
                        .setCheckpointId(1)
                        .setTables(List.of())
                        .build()));
        poisons.put(
                "an inventory event",
                CODEC.encode(InventoryEvent.newBuilder()
                        .setEventId("e")
                        .setEventTime(NOON)
                        .setItemId("i")
                        .build()));
        byte[] promise = CODEC.encode(Promise.newBuilder().setBefore(NOON).build());
        poisons.put("half a promise", Arrays.copyOf(promise, promise.length - 2));
    }
}
