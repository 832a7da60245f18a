package io.sluice.ingestion;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Origin;
import io.sluice.schemas.Promise;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Proves that ingestion lost nothing and counted nothing twice: a bijection between the events on the raw topics and
 * their outcomes, matched by origin (offsets themselves are not counts: transaction markers take some). Reads committed
 * data only. Memory: two bits per raw offset.
 */
public final class Audit {
    private static final int MOST_VIOLATIONS = 100;

    private final Topics topics;
    private final WireCodec codec = new WireCodec();
    private final SortedMap<String, BitSet> outcomes = new TreeMap<>();
    private final SortedMap<String, BitSet> events = new TreeMap<>();
    private final SortedMap<RejectReason, Long> rejected = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private long clean;
    private long duplicates;

    private Audit(Topics topics) {
        this.topics = topics;
    }

    /** Audits everything committed at the moment of the call. */
    public static AuditReport run(String bootstrapServers, Topics topics) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return new Audit(topics).audit(consumer);
        }
    }

    private AuditReport audit(KafkaConsumer<byte[], byte[]> consumer) {
        // Outcomes first: whatever had one by then was committed on the raw topics before.
        scan(consumer, List.of(topics.behaviorClean(), topics.inventoryClean()), record -> {
            if (!isPromise(record)) {
                clean++;
                outcome(record);
            }
        });
        scan(consumer, List.of(topics.duplicates()), record -> {
            duplicates++;
            outcome(record);
        });
        scan(consumer, List.of(topics.rejects()), record -> {
            outcome(record);
            reason(record)
                    .ifPresentOrElse(
                            reason -> rejected.merge(reason, 1L, Long::sum),
                            () -> violation("a reject without a reason: " + at(record)));
        });
        scan(consumer, List.of(topics.behaviorRaw(), topics.inventoryRaw()), record -> {
            if (!isPromise(record)) {
                offsets(events, record.topic(), record.partition()).set(Math.toIntExact(record.offset()));
            }
        });
        long pending = compare();
        long raw = events.values().stream().mapToLong(BitSet::cardinality).sum();
        return new AuditReport(
                raw, clean, duplicates, Collections.unmodifiableSortedMap(rejected), pending, List.copyOf(violations));
    }

    private void scan(
            KafkaConsumer<byte[], byte[]> consumer,
            List<String> names,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        List<TopicPartition> partitions = names.stream()
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    reader.accept(record);
                }
            }
        }
    }

    private boolean isPromise(ConsumerRecord<byte[], byte[]> record) {
        return record.value() != null
                && codec.decode(record.value()).match(Promise.class::isInstance, (reason, detail) -> false);
    }

    private void outcome(ConsumerRecord<byte[], byte[]> record) {
        Optional<Origin> origin = RecordHeaders.of(record.headers()).origin();
        if (origin.isEmpty()) {
            violation("an outcome without origin: " + at(record));
            return;
        }
        BitSet decided = offsets(outcomes, origin.get().topic(), origin.get().partition());
        int offset = Math.toIntExact(origin.get().offset());
        if (decided.get(offset)) {
            violation(origin.get() + " has a second outcome at " + at(record));
        }
        decided.set(offset);
    }

    private static Optional<RejectReason> reason(ConsumerRecord<byte[], byte[]> record) {
        return RecordHeaders.of(record.headers()).text(Headers.REASON).map(RejectReason::valueOf);
    }

    /** Reports outcomes without an event; returns how many events have no outcome. */
    private long compare() {
        long pending = 0;
        for (String partition : events.keySet()) {
            BitSet undecided = (BitSet) events.get(partition).clone();
            undecided.andNot(outcomes.getOrDefault(partition, new BitSet()));
            pending += undecided.cardinality();
        }
        outcomes.forEach((partition, decided) -> {
            BitSet orphans = (BitSet) decided.clone();
            orphans.andNot(events.getOrDefault(partition, new BitSet()));
            orphans.stream().forEach(offset -> violation(partition + "/" + offset + " has an outcome but no event"));
        });
        return pending;
    }

    private static BitSet offsets(Map<String, BitSet> map, String topic, int partition) {
        return map.computeIfAbsent(topic + "/" + partition, ignored -> new BitSet());
    }

    private void violation(String text) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(text);
        }
    }

    private static String at(ConsumerRecord<?, ?> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
