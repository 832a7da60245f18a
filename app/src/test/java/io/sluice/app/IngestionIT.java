package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingestion.Audit;
import io.sluice.ingestion.AuditReport;
import io.sluice.ingestion.Ingestion;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.TopicSetup;
import io.sluice.ingestion.UserKeySecret;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.Topics;
import io.sluice.simulator.Delivery;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class IngestionIT {
    private static final Topics TOPICS = Topics.DEFAULTS;
    private static final int PARTITIONS = 2;
    private static final Duration LATENESS = IngestionConfig.DEFAULTS.lateness();
    private static final ShopConfig SHOP =
            new ShopConfig(3, ShopConfig.DEFAULTS.start(), 2, 100, 60, 200, ShopConfig.Faults.DEFAULTS);

    @TempDir
    private Path directory;

    @Test
    void shouldAccountForEveryEventOnceAcrossARestartOfEverything() {
        Instant noonOfDayOne = SHOP.start().plus(Duration.ofHours(12));
        long sentBefore;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
            new TopicSetup(PARTITIONS, Duration.ofMillis(-1)).apply(kafka.bootstrapServers(), TOPICS);
            try (Ingestion ingestion = ingestion(kafka);
                    ReplayDriver driver = driver(kafka)) {
                driver.sendUntil(noonOfDayOne);
                sentBefore = driver.records();
                awaitOutcome(kafka, 1);
                assertThat(ingestion.failure()).isEmpty();
            }
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Ingestion ingestion = ingestion(kafka);
                ReplayDriver driver = driver(kafka)) {
            assertThat(driver.records()).isEqualTo(sentBefore);
            sendToTheWrongPartition(kafka);
            driver.sendUntil(SHOP.start().plus(Duration.ofDays(3)));
            AuditReport report = awaitOutcome(kafka, driver.records() + 2);

            assertThat(ingestion.failure()).isEmpty();
            assertThat(report.violations()).isEmpty();
            assertThat(report.raw()).isEqualTo(driver.records() + 2).isEqualTo(deliveries() + 2);
            assertThat(report.duplicates()).isPositive();
            assertThat(report.rejected())
                    .containsKeys(RejectReason.TOO_LATE, RejectReason.UNDECODABLE, RejectReason.MISSING_FIELD);
            assertThat(report.raw())
                    .isEqualTo(report.clean()
                            + report.duplicates()
                            + report.rejected().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
        }
    }

    /** The first event of day two, twice, by a client that spreads records its own way. */
    private static void sendToTheWrongPartition(EmbeddedKafka kafka) {
        Delivery event = firstOfDayTwo();
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        TOPICS.behaviorRaw(), partition, event.key().getBytes(StandardCharsets.UTF_8), event.value());
                record.headers()
                        .add(
                                io.sluice.schemas.Headers.ARRIVAL,
                                Long.toString(event.arrival().toEpochMilli()).getBytes(StandardCharsets.UTF_8));
                producer.send(record);
            }
        }
    }

    private static Delivery firstOfDayTwo() {
        Iterator<Delivery> all = new Shop(SHOP).deliveries();
        Instant dayTwo = SHOP.start().plus(Duration.ofDays(1));
        while (true) {
            Delivery delivery = all.next();
            if (delivery.stream() == Delivery.Stream.BEHAVIOR
                    && delivery.eventTime().isAfter(dayTwo)) {
                return delivery;
            }
        }
    }

    private static long deliveries() {
        long count = 0;
        for (Iterator<Delivery> all = new Shop(SHOP).deliveries(); all.hasNext(); all.next()) {
            count++;
        }
        return count;
    }

    private static AuditReport awaitOutcome(EmbeddedKafka kafka, long atLeast) {
        while (true) {
            AuditReport report = Audit.run(kafka.bootstrapServers(), TOPICS);
            if (report.raw() >= atLeast && report.pending() == 0) {
                return report;
            }
        }
    }

    private Ingestion ingestion(EmbeddedKafka kafka) {
        return Ingestion.start(
                kafka.bootstrapServers(),
                TOPICS,
                IngestionConfig.DEFAULTS.trustingArrivals(),
                new UserKeySecret("a secret for tests only".getBytes(StandardCharsets.UTF_8)),
                directory.resolve("streams"),
                PARTITIONS);
    }

    private static ReplayDriver driver(EmbeddedKafka kafka) {
        return new ReplayDriver(kafka.bootstrapServers(), TOPICS, "simulator", new Shop(SHOP).deliveries(), LATENESS);
    }
}
