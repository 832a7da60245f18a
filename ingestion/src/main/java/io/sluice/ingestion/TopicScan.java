package io.sluice.ingestion;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from one stated place to another, committed data only. Not thread-safe. */
final class TopicScan implements AutoCloseable {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** An open transaction holds a scan up until its producer's timeout; this is longer than any of ours. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongSupplier nanos = System::nanoTime;

    TopicScan(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    List<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** The first offset that is still kept. */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions);
    }

    /** Behind the last record that was written, committed or not. */
    Map<TopicPartition, Long> writtenEnds(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    /** Behind the last record before the first open transaction. */
    Map<TopicPartition, Long> committedEnds(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** How far a consumer group has come; partitions that it has not committed are absent. */
    Map<TopicPartition, Long> positions(String group) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                positions.put(partition, offset.offset());
            }
        });
        return positions;
    }

    private <T> T await(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("the broker at " + bootstrapServers + " does not say", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + bootstrapServers, interrupted);
        }
    }

    /**
     * Hands every committed record in [from, to) to {@code reader}, waiting for transactions that are open in there.
     *
     * @throws IllegalStateException if there is no progress for a minute and a half
     */
    void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(to.keySet());
        to.keySet().forEach(partition -> consumer.seek(partition, from.get(partition)));
        long progress = nanos.getAsLong();
        Map<TopicPartition, Long> before = Map.of();
        while (true) {
            Map<TopicPartition, Long> now = new HashMap<>();
            to.keySet().forEach(partition -> now.put(partition, consumer.position(partition)));
            if (to.entrySet().stream().allMatch(end -> now.get(end.getKey()) >= end.getValue())) {
                return;
            }
            if (!now.equals(before)) {
                progress = nanos.getAsLong();
                before = now;
            } else if (nanos.getAsLong() - progress > PATIENCE.toNanos()) {
                throw new IllegalStateException("reading stands still at " + now + " before " + to
                        + "; a transaction is open there, or the broker is away");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (record.offset() < to.get(new TopicPartition(record.topic(), record.partition()))) {
                    reader.accept(record);
                }
            }
        }
    }

    /** Everything that is kept and committed now. */
    void readAll(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        List<TopicPartition> partitions = partitions(topics);
        read(starts(partitions), committedEnds(partitions), reader);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
