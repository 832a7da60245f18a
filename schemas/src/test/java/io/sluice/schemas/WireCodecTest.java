package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    private RejectReason reasonFor(byte[] bytes) {
        return codec.decode(bytes).match(ok -> null, (reason, detail) -> reason);
    }

    private static BehaviorEvent view() {
        return BehaviorEvent.newBuilder()
                .setEventId("e1")
                .setEventTime(Instant.ofEpochMilli(1_470_035_212_637L))
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
