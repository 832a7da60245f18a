package io.sluice.app;

import io.sluice.dataset.Tables;
import io.sluice.schemas.Cut;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The cuts that the feature job publishes, oldest first. Not thread-safe. */
final class CutFeed implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final WireCodec codec = new WireCodec();
    private Optional<Cut> newest = Optional.empty();

    CutFeed(String bootstrapServers, Topics topics) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topics.trainingSnapshots()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on for a moment. Returns the first cut that holds everything before {@code time}, if there is one yet. */
    Optional<Cut> covering(Instant time) {
        if (newest.filter(cut -> covers(cut, time)).isPresent()) {
            return newest;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Cut cut = codec.decode(record.value()).match(Cut.class::cast, (reason, detail) -> {
                throw new BrokenWorld("a record on training.snapshots is no cut: " + detail);
            });
            if (newest.filter(held -> covers(held, time)).isEmpty()) {
                newest = Optional.of(cut);
            }
        }
        return newest.filter(cut -> covers(cut, time));
    }

    /** Examples wait for their labels, so their table lags behind by a click window: a cycle takes them up to there. */
    private static boolean covers(Cut cut, Instant time) {
        return cut.getTables().stream()
                .filter(table -> !table.getTable().equals(Tables.EXAMPLES.label()))
                .noneMatch(table -> table.getCompleteBefore().isBefore(time));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
