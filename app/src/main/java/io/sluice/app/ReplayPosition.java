package io.sluice.app;

import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How far an input has been replayed.
 *
 * @param records how many of its records have been sent
 * @param latestEventTime the latest event time among them; the epoch before the first
 */
record ReplayPosition(long records, Instant latestEventTime) {
    static final ReplayPosition START = new ReplayPosition(0, Instant.EPOCH);

    ReplayPosition after(Instant eventTime) {
        return new ReplayPosition(records + 1, eventTime.isAfter(latestEventTime) ? eventTime : latestEventTime);
    }

    String toText() {
        return records + " " + latestEventTime.toEpochMilli();
    }

    static ReplayPosition parse(String text) {
        String[] parts = text.split(" ");
        return new ReplayPosition(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
    }

    /** The committed position of {@code input}; empty if it was never replayed. */
    static Optional<ReplayPosition> read(String bootstrapServers, Topics topics, String input) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.replayPositions()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Optional<ReplayPosition> latest = Optional.empty();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().equals(input)) {
                        latest = Optional.of(parse(record.value()));
                    }
                }
            }
            return latest;
        }
    }
}
