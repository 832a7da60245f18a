package io.sluice.ingestion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.Headers;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Promise;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IngestionTopologyTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserKeySecret SECRET = new UserKeySecret("a secret for tests only".getBytes(UTF_8));

    private final WireCodec codec = new WireCodec();
    private static final IngestionConfig CONFIG = new IngestionConfig(
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofDays(1),
            100_000_000L,
            10_000,
            1_000,
            512,
            64,
            5,
            true,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Optional.empty(),
            List.of("7=BehaviorEvent-1"));

    private final TopologyTestDriver driver =
            new TopologyTestDriver(IngestionTopology.build(Topics.DEFAULTS, CONFIG, SECRET, 1), settings());
    private final TestInputTopic<byte[], byte[]> raw =
            driver.createInputTopic("behavior.raw", new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> clean = output("behavior.clean");
    private final TestOutputTopic<byte[], byte[]> rejects = output("rejects");
    private final TestOutputTopic<byte[], byte[]> duplicates = output("duplicates");

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPassAValidEventOnUnderThePseudonymousKeyWithItsArrivalAndOrigin() {
        send(view("e1", NOON), NOON.plusSeconds(2));

        TestRecord<byte[], byte[]> record = clean.readRecord();
        BehaviorEvent event = decode(record, BehaviorEvent.class);
        assertThat(event.getUserKey())
                .isEqualTo(new UserKeys(SECRET).keyOf("alice"))
                .hasSize(32);
        assertThat(new String(record.key(), UTF_8)).isEqualTo(event.getUserKey());
        assertThat(event.getArrival()).contains(NOON.plusSeconds(2));
        assertThat(header(record, Headers.ORIGIN)).isEqualTo("behavior.raw/0/0");
        assertThat(rejects.isEmpty()).isTrue();
    }

    @Test
    void shouldEnterARepeatInTheLedgerAndNotInTheCleanTopic() {
        send(view("e1", NOON), NOON);
        send(view("e1", NOON), NOON.plusSeconds(30));

        assertThat(clean.readRecordsToList()).hasSize(1);
        TestRecord<byte[], byte[]> entry = duplicates.readRecord();
        assertThat(header(entry, Headers.ORIGIN)).isEqualTo("behavior.raw/0/1");
        assertThat(entry.value()).isEmpty();
    }

    @Test
    void shouldCallAnotherPayloadUnderTheSameIdentityAConflictAndKeepItsBytes() {
        byte[] other = codec.encode(view("e1", NOON.plusSeconds(1)));
        send(view("e1", NOON), NOON);
        send(other, NOON);

        TestRecord<byte[], byte[]> reject = rejects.readRecord();
        assertThat(header(reject, Headers.REASON)).isEqualTo("CONFLICT");
        assertThat(reject.value()).isEqualTo(other);
        assertThat(header(reject, Headers.RAW_KEY)).isEqualTo("alice");
    }

    @Test
    void shouldRecogniseARepeatInAnotherEncoding() {
        byte[] single = codec.encode(view("e1", NOON));
        byte[] registered = ByteBuffer.allocate(single.length - 5)
                .put((byte) 0)
                .putInt(7)
                .put(single, 10, single.length - 10)
                .array();
        send(single, NOON);
        send(registered, NOON.plusSeconds(1));

        assertThat(clean.readRecordsToList()).hasSize(1);
        assertThat(duplicates.readRecordsToList()).hasSize(1);
    }

    @Test
    void shouldCallMoreThanAShopperCanDoAFlood() {
        for (int i = 0; i < 7; i++) {
            send(view("e" + i, NOON.plusSeconds(i)), NOON.plusSeconds(i));
        }
        send(view("next minute", NOON.plusSeconds(61)), NOON.plusSeconds(61));

        assertThat(reasons()).containsExactly("FLOOD", "FLOOD");
        assertThat(clean.readRecordsToList()).hasSize(6);
    }

    @Test
    void shouldHoldNothingAfterTheHorizon() {
        for (int i = 0; i < 5; i++) {
            send(view("e" + i, NOON.plusSeconds(i)), NOON.plusSeconds(i));
        }
        assertThat(sizeOf("behavior-seen")).isEqualTo(5);
        assertThat(sizeOf("behavior-flood")).isEqualTo(1);

        promise(NOON.plus(Duration.ofDays(3)));

        assertThat(sizeOf("behavior-seen")).isZero();
        assertThat(sizeOf("behavior-flood")).isZero();
    }

    private long sizeOf(String store) {
        long size = 0;
        try (KeyValueIterator<Object, Object> entries =
                driver.getKeyValueStore(store).all()) {
            for (; entries.hasNext(); entries.next()) {
                size++;
            }
        }
        return size;
    }

    @Test
    void shouldKeepALoginLinkUnderPseudonyms() {
        send(builder("e1", NOON).setPreviousUserKey("visitor-9").build(), NOON);

        BehaviorEvent event = decode(clean.readRecord(), BehaviorEvent.class);
        assertThat(event.getPreviousUserKey()).contains(new UserKeys(SECRET).keyOf("visitor-9"));
        assertThat(event.getUserKey()).isEqualTo(new UserKeys(SECRET).keyOf("alice"));
    }

    @Test
    void shouldCutALongDetailAndKeepTheWholeRecord() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.ARRIVAL, "9".repeat(100_000).getBytes(UTF_8));
        raw.pipeInput(new TestRecord<>("alice".getBytes(UTF_8), codec.encode(view("e1", NOON)), headers));

        TestRecord<byte[], byte[]> reject = rejects.readRecord();
        assertThat(header(reject, Headers.DETAIL)).hasSizeLessThan(600);
        assertThat(header(reject, Headers.ARRIVAL)).hasSize(100_000);
        assertThat(header(reject, Headers.RAW_TIME)).isNotBlank();
    }

    @Test
    void shouldRefuseWhatLiesBeforeThePromiseOfItsPartition() {
        promise(NOON);
        send(view("late", NOON.minusMillis(1)), NOON.minusMillis(1));
        send(view("on time", NOON), NOON);

        assertThat(reasons()).containsExactly("TOO_LATE");
        assertThat(clean.readRecordsToList()).hasSize(2);
    }

    @Test
    void shouldNeverTakeAPromiseBack() {
        promise(NOON);
        promise(NOON.minusSeconds(60));

        assertThat(clean.readRecordsToList())
                .extracting(record -> decode(record, Promise.class).getBefore())
                .containsExactly(NOON);
    }

    @Test
    void shouldForgetAnIdentityAfterTheHorizon() {
        send(view("e1", NOON), NOON);
        promise(NOON.plus(Duration.ofDays(3)));
        send(view("e1", NOON.plus(Duration.ofDays(4))), NOON.plus(Duration.ofDays(4)));

        assertThat(reasons()).isEmpty();
        assertThat(clean.readRecordsToList()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Flawed.class)
    void shouldNameWhatIsWrong(Flawed flawed) {
        send(flawed.event(), NOON);

        TestRecord<byte[], byte[]> reject = rejects.readRecord();
        assertThat(header(reject, Headers.REASON)).isEqualTo(flawed.reason.name());
        assertThat(header(reject, Headers.DETAIL)).isNotBlank();
        assertThat(header(reject, Headers.ORIGIN)).isEqualTo("behavior.raw/0/0");
        assertThat(clean.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseBytesThatAreNoEvent() {
        byte[] text = "not an event".getBytes(UTF_8);
        send(text, NOON);
        raw.pipeInput(new TestRecord<>("alice".getBytes(UTF_8), null));

        assertThat(reasons()).containsExactly("UNDECODABLE", "UNDECODABLE");
    }

    @Test
    void shouldKeepTheSecretOutOfItsText() {
        assertThat(SECRET).hasToString("***");
    }

    private enum Flawed {
        WITHOUT_ID(RejectReason.MISSING_FIELD, view(" ", NOON)),
        WITHOUT_ITEMS(
                RejectReason.MISSING_FIELD,
                builder("e", NOON).setItems(List.of()).build()),
        WITHOUT_ITEM_ID(
                RejectReason.MISSING_FIELD, withItem(ItemRef.newBuilder().setItemId(""))),
        NEGATIVE_PRICE(RejectReason.OUT_OF_RANGE, withItem(item().setUnitPriceMinor(-1L))),
        HUGE_QUANTITY(RejectReason.OUT_OF_RANGE, withItem(item().setQuantity(Integer.MAX_VALUE))),
        IMPOSSIBLE_PROPENSITY(RejectReason.OUT_OF_RANGE, withItem(item().setPropensity(Double.NaN))),
        NO_CURRENCY(RejectReason.OUT_OF_RANGE, withItem(item().setCurrency("euro"))),
        CONTROL_CHARACTER(RejectReason.OUT_OF_RANGE, withItem(item().setItemId("a\0b"))),
        LONG_ID(RejectReason.OUT_OF_RANGE, view("e".repeat(513), NOON)),
        BLANK_LINK(
                RejectReason.MISSING_FIELD,
                builder("e", NOON).setPreviousUserKey("").build()),
        CROWDED_CONTEXT(
                RejectReason.OUT_OF_RANGE,
                builder("e", NOON)
                        .setContext(IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v")))
                        .build()),
        SECONDS_FOR_MILLISECONDS(RejectReason.OUT_OF_RANGE, view("e", Instant.ofEpochMilli(NOON.getEpochSecond()))),
        UNKNOWN_ACTION(
                RejectReason.UNKNOWN_ACTION,
                builder("e", NOON).setAction(Action.UNKNOWN).build()),
        FROM_THE_FUTURE(RejectReason.FUTURE_TIME, view("e", NOON.plus(Duration.ofHours(1)))),
        FROM_YESTERDAY(RejectReason.TOO_LATE, view("e", NOON.minus(Duration.ofDays(1))));

        private final RejectReason reason;
        private final BehaviorEvent event;

        Flawed(RejectReason reason, BehaviorEvent event) {
            this.reason = reason;
            this.event = event;
        }

        BehaviorEvent event() {
            return event;
        }
    }

    private static ItemRef.Builder item() {
        return ItemRef.newBuilder().setItemId("i1");
    }

    private static BehaviorEvent withItem(ItemRef.Builder item) {
        return builder("e", NOON).setItems(List.of(item.build())).build();
    }

    private static BehaviorEvent view(String eventId, Instant time) {
        return builder(eventId, time).build();
    }

    private static BehaviorEvent.Builder builder(String eventId, Instant time) {
        return BehaviorEvent.newBuilder()
                .setEventId(eventId)
                .setEventTime(time)
                .setUserKey("alice")
                .setAction(Action.VIEW)
                .setItems(List.of(item().build()));
    }

    private void send(SpecificRecord event, Instant arrival) {
        send(codec.encode(event), arrival);
    }

    private void send(byte[] value, Instant arrival) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.ARRIVAL, Long.toString(arrival.toEpochMilli()).getBytes(UTF_8));
        raw.pipeInput(new TestRecord<>("alice".getBytes(UTF_8), value, headers));
    }

    private void promise(Instant before) {
        raw.pipeInput(new TestRecord<>(
                null, codec.encode(Promise.newBuilder().setBefore(before).build())));
    }

    private List<String> reasons() {
        return rejects.readRecordsToList().stream()
                .map(record -> header(record, Headers.REASON))
                .toList();
    }

    private <T> T decode(TestRecord<byte[], byte[]> record, Class<T> type) {
        return codec.decode(record.value()).match(type::cast, (reason, detail) -> {
            throw new AssertionError(detail);
        });
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "none:1");
        return settings;
    }
}
