package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireCodecTest {
    private final WireCodec codec = new WireCodec();

    @Test
    void shouldReadWhatItWrote() {
        BehaviorEvent event = view();

        Parsed<SpecificRecord> read = codec.decode(codec.encode(event));

        assertThat(read).isEqualTo(new Parsed.Ok<SpecificRecord>(event));
    }

    @Test
    void shouldTellRecordTypesApartOnOneTopic() {
        Promise promise =
                Promise.newBuilder().setBefore(Instant.ofEpochMilli(17)).build();

        assertThat(codec.decode(codec.encode(promise))).isEqualTo(new Parsed.Ok<SpecificRecord>(promise));
    }

    @Test
    void shouldRefuseBytesWithoutMarker() {
        byte[] json = "{\"event\":\"view_item\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(reasonFor(json)).isEqualTo(RejectReason.UNDECODABLE);
    }

    @Test
    void shouldNameAnUnknownSchema() {
        byte[] bytes = codec.encode(view());
        bytes[3] ^= 1;

        assertThat(reasonFor(bytes)).isEqualTo(RejectReason.UNKNOWN_SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNeverThrowOnDamagedBytes(long seed) {
        byte[] sound = codec.encode(view());
        Random random = new Random(seed);

        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(sound, 11 + random.nextInt(sound.length - 10));
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt();
            }
            assertThat(codec.decode(damaged)).isNotNull();
        }
    }

    @Test
    void shouldAllocateNothingForALengthThatTheMessageDoesNotHave() {
        byte[] body = codec.encode(view());
        // The first field is the event id: its length now claims two gigabytes.
        byte[] huge = ByteBuffer.allocate(body.length + 4)
                .put(body, 0, 10)
                .put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F})
                .put(body, 11, body.length - 11)
                .array();

        assertThat(detailFor(huge)).contains("a length of 2147483647 is claimed");
    }

    @Test
    void shouldNotLetEmptyEntriesMultiply() {
        // A foreign version whose items take no bytes at all: the count alone would decide how many are made.
        Schema weightless = new Schema.Parser()
                .parse(BehaviorEvent.getClassSchema()
                        .toString()
                        .replaceAll(
                                "(\"name\":\"ItemRef\".*?\"fields\":)\\[.*?\\]\\}\\}",
                                "$1[{\"name\":\"itemId\",\"type\":\"null\"}]}}"));
        WireCodec registered = new WireCodec(SchemaIds.fixed(Map.of(1, weightless), SchemaIds.NONE));

        assertThat(registered.decode(new byte[] {0, 0, 0, 0, 1, 0}))
                .isInstanceOfSatisfying(Parsed.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectReason.UNKNOWN_SCHEMA));
    }

    @Test
    void shouldRefuseTextThatIsNoUtf8InsteadOfGuessing() {
        byte[] bytes = codec.encode(view());
        bytes[11] = (byte) 0xFF;

        assertThat(reasonFor(bytes)).isEqualTo(RejectReason.UNDECODABLE);
    }

    @Test
    void shouldReadAReplacementCharacterThatWasSent() {
        BehaviorEvent event =
                BehaviorEvent.newBuilder(view()).setEventId("what\uFFFD").build();

        assertThat(codec.decode(codec.encode(event))).isEqualTo(new Parsed.Ok<SpecificRecord>(event));
    }

    @Test
    void shouldEncodeEqualRecordsToEqualBytesWhateverTheOrderOfTheirMaps() {
        Map<String, String> oneWay = new LinkedHashMap<>();
        Map<String, String> otherWay = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            oneWay.put("k" + i, "v");
            otherWay.put("k" + (19 - i), "v");
        }

        assertThat(recoded(oneWay)).isEqualTo(recoded(otherWay));
    }

    @Test
    void shouldReadWhatAnOlderVersionWrote() {
        Schema older = new Schema.Parser()
                .parse(Promise.getClassSchema().toString().replaceAll(",\\{\"name\":\"source\".*?\\}(?=\\]\\})", ""));
        assertThat(older.getFields()).hasSize(1);
        WireCodec registered = new WireCodec(SchemaIds.fixed(Map.of(1, older), SchemaIds.NONE));
        Promise promise =
                Promise.newBuilder().setBefore(Instant.ofEpochMilli(17)).build();

        assertThat(registered.decode(new byte[] {0, 0, 0, 0, 1, 34})).isEqualTo(new Parsed.Ok<SpecificRecord>(promise));
    }

    private byte[] recoded(Map<String, String> context) {
        byte[] sent = codec.encode(
                BehaviorEvent.newBuilder(view()).setContext(context).build());
        return codec.encode(codec.decode(sent).match(read -> read, (reason, detail) -> {
            throw new AssertionError(detail);
        }));
    }

    private String detailFor(byte[] bytes) {
        return codec.decode(bytes).match(ok -> "", (reason, detail) -> detail);
    }

    private RejectReason reasonFor(byte[] bytes) {
        return codec.decode(bytes).match(ok -> null, (reason, detail) -> reason);
    }

    private static BehaviorEvent view() {
        return BehaviorEvent.newBuilder()
                .setEventId("e1")
                .setEventTime(Instant.ofEpochMilli(1_470_035_212_637L))
                .setArrival(Instant.ofEpochMilli(1_470_035_213_000L))
                .setUserKey("u1")
                .setSessionId("s1")
                .setAction(Action.VIEW)
                .setItems(List.of(ItemRef.newBuilder()
                        .setItemId("353")
                        .setUnitPriceMinor(1699L)
                        .setCurrency("USD")
                        .build()))
                .build();
    }
}
