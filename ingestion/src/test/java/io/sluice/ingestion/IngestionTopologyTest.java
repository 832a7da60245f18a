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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IngestionTopologyTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserKeySecret SECRET = new UserKeySecret("a secret for tests only".getBytes(UTF_8));

    private final WireCodec codec = new WireCodec();
    private final TopologyTestDriver driver = new TopologyTestDriver(
            IngestionTopology.build(Topics.DEFAULTS, IngestionConfig.DEFAULTS.trustingArrivals(), SECRET, 1),
            settings());
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
