package io.sluice.app.streaming;

import static io.sluice.app.streaming.Raw.event;
import static io.sluice.app.streaming.Raw.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.EmbeddedKafka;
import io.sluice.ingestion.Audit;
import io.sluice.ingestion.AuditReport;
import io.sluice.ingestion.Ingestion;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.Rejects;
import io.sluice.ingestion.TopicSetup;
import io.sluice.ingestion.UserKeySecret;
import io.sluice.schemas.Headers;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each test has topics of its own on one broker. */
@Timeout(180)
@SuppressWarnings("try") // An ingestion is started to run, not to be called.
final class IngestionProofIT {
    private static final int PARTITIONS = 2;
    private static final IngestionConfig CONFIG = IngestionConfig.DEFAULTS.trustingArrivals();
    private static final int MANY = IngestionConfig.DEFAULTS.maxQuantity() + 1;

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void shouldNameEveryWayInWhichTopicsWereTamperedWith() throws Exception {
        Topics topics = topics("tampered.");
        try (Ingestion ingestion = ingestion(topics, "tampered", CONFIG);
                Raw raw = new Raw(kafka.bootstrapServers())) {
            raw.send(topics.behaviorRaw(), 0, event("e1", "alice", 1));
            raw.send(topics.behaviorRaw(), 1, event("e2", "bob", 1));
            raw.flush();
            assertThat(settled(topics, 2).holds()).isTrue();
        }

        try (Raw raw = new Raw(kafka.bootstrapServers())) {
            byte[] key = "alice".getBytes(UTF_8);
            raw.send(topics.behaviorClean(), 0, key, new byte[] {1}, header(Headers.ORIGIN, origin(topics, 0, 0)));
            raw.send(topics.duplicates(), 0, key, new byte[0], header(Headers.ORIGIN, origin(topics, 1, 999)));
            raw.send(topics.rejects(), 0, key, new byte[0], header(Headers.REASON, "BECAUSE"));
            raw.send(topics.behaviorRaw(), 0, event("lost", "carol", 1));
            raw.send(topics.behaviorRaw(), 1, event("pending", "dave", 1));
            raw.send(topics.behaviorRaw(), 1, key, new byte[] {1}, header(Headers.PREDECESSOR, origin(topics, 0, 0)));
            raw.flush();
            claimToHaveRead(topics, 0);
        }

        AuditReport report = Audit.run(kafka.bootstrapServers(), topics);
        assertThat(report.holds()).isFalse();
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.pending()).isEqualTo(2);
        assertThat(report.violations())
                .anySatisfy(text -> assertThat(text).contains("/0/0 has a second outcome"))
                .anySatisfy(text -> assertThat(text).contains("/1/999 has an outcome but no event"))
                .anySatisfy(text -> assertThat(text).contains("an outcome without a readable origin"))
                .anySatisfy(text -> assertThat(text).contains("a reject whose reason is BECAUSE"))
                .anySatisfy(text -> assertThat(text).contains("was taken in and has no outcome"))
                .anySatisfy(text -> assertThat(text).contains("which was not rejected"))
                .hasSize(6);
        assertThat(report.words()).contains("NOT EVERY EVENT IS ACCOUNTED FOR");
    }

    /** Moves ingestion's position behind everything that is in the partition. */
    private static void claimToHaveRead(Topics topics, int partition) throws ExecutionException, InterruptedException {
        TopicPartition place = new TopicPartition(topics.behaviorRaw(), partition);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(
                            topics.prefix() + "sluice-ingestion", Map.of(place, new OffsetAndMetadata(1_000)))
                    .all()
                    .get();
        }
    }

    @Test
    void shouldDecideAgainAboutARejectThatIsReplayedAfterItsBoundHasMoved() {
        Topics topics = topics("replayed.");
        Rejects rejects = new Rejects(kafka.bootstrapServers(), topics);
        try (Ingestion ingestion = ingestion(topics, "replayed", CONFIG);
                Raw raw = new Raw(kafka.bootstrapServers())) {
            raw.send(topics.behaviorRaw(), 1, event("e1", "alice", MANY));
            raw.send(topics.behaviorRaw(), 0, "bob".getBytes(UTF_8), "no event".getBytes(UTF_8));
            raw.flush();
            assertThat(settled(topics, 2).rejected())
                    .containsOnly(Map.entry(RejectReason.OUT_OF_RANGE, 1L), Map.entry(RejectReason.UNDECODABLE, 1L));
        }

        assertThat(rejects.replay(reject -> reject.reason() == RejectReason.OUT_OF_RANGE))
                .hasSize(1);
        assertThat(rejects.replay(reject -> reject.reason() == RejectReason.OUT_OF_RANGE))
                .isEmpty();

        try (Ingestion ingestion = ingestion(topics, "replayed", permitting(MANY))) {
            AuditReport report = settled(topics, 3);
            assertThat(report.violations()).isEmpty();
            assertThat(report.clean()).isEqualTo(1);
            assertThat(report.replayed()).isEqualTo(1);
        }
    }

    @Test
    void shouldCountEachEventOnceWhileInstancesComeAndGoAndPartitionersDisagree() {
        Topics topics = topics("shared.");
        int distinct = 2_000;
        try (Raw raw = new Raw(kafka.bootstrapServers());
                Ingestion first = ingestion(topics, "first", CONFIG)) {
            sendTwice(raw, topics, 0, distinct / 2);
            Ingestion second = ingestion(topics, "second", CONFIG);
            sendTwice(raw, topics, distinct / 2, distinct);
            awaitClean(topics, distinct / 2);
            second.close();

            AuditReport report = settled(topics, 2L * distinct);
            assertThat(report.violations()).isEmpty();
            assertThat(report.clean()).isEqualTo(distinct);
            assertThat(report.duplicates()).isEqualTo(distinct);
            assertThat(first.failure()).isEmpty();
        }
    }

    /** Every event to both partitions: one client hashes this way, another that way. */
    private static void sendTwice(Raw raw, Topics topics, int from, int to) {
        for (int i = from; i < to; i++) {
            raw.send(topics.behaviorRaw(), 0, event("e" + i, "user-" + i % 50, 1));
            raw.send(topics.behaviorRaw(), 1, event("e" + i, "user-" + i % 50, 1));
        }
        raw.flush();
    }

    private static void awaitClean(Topics topics, long atLeast) {
        while (Audit.run(kafka.bootstrapServers(), topics).clean() < atLeast) {
            Thread.onSpinWait();
        }
    }

    private static AuditReport settled(Topics topics, long raw) {
        while (true) {
            AuditReport report = Audit.run(kafka.bootstrapServers(), topics);
            assertThat(report.violations()).isEmpty();
            if (report.raw() >= raw && report.pending() == 0) {
                return report;
            }
        }
    }

    private static String origin(Topics topics, int partition, long offset) {
        return topics.behaviorRaw() + "/" + partition + "/" + offset;
    }

    private static Topics topics(String prefix) {
        Topics topics = new Topics(prefix);
        new TopicSetup(PARTITIONS, Duration.ofMillis(-1)).apply(kafka.bootstrapServers(), topics);
        return topics;
    }

    private static Ingestion ingestion(Topics topics, String name, IngestionConfig config) {
        return Ingestion.start(
                kafka.bootstrapServers(),
                topics,
                config,
                new UserKeySecret("a secret for tests only".getBytes(UTF_8)),
                directory.resolve("streams-" + name),
                PARTITIONS);
    }

    private static IngestionConfig permitting(int quantity) {
        IngestionConfig usual = CONFIG;
        return new IngestionConfig(
                usual.futureSkew(),
                usual.lateness(),
                usual.dedupeHorizon(),
                usual.maxPriceMinor(),
                quantity,
                usual.maxListLength(),
                usual.maxTextLength(),
                usual.maxContextEntries(),
                usual.maxEventsPerMinute(),
                usual.trustArrivalHeader(),
                usual.promiseInterval(),
                usual.promiseDelay(),
                usual.schemaRegistryUrl(),
                List.of());
    }
}
