package io.sluice.ingestion;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Origin;
import io.sluice.schemas.Promise;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Proves that ingestion lost nothing and counted nothing twice: a bijection between the events on the raw topics and
 * their outcomes, matched by origin (offsets themselves are not counts: transaction markers take some). Reads committed
 * data only, may run beside a running ingestion, and derives no outcome from the others.
 *
 * <p>What has no outcome yet is <em>pending</em> if ingestion has not read it, or stands between its two stages; it is
 * <em>lost</em> if ingestion has committed reading it and it is nowhere. That needs an order: ingestion's positions are read
 * first, then how far the outcomes were written, and the outcomes up to there.
 *
 * <p>Memory: two bits for each raw offset that is kept.
 */
public final class Audit {
    private static final int MOST_VIOLATIONS = 100;

    private final Topics topics;
    private final TopicScan scan;
    private final WireCodec codec = new WireCodec();
    private final OriginSet events = new OriginSet();
    private final OriginSet outcomes = new OriginSet();
    private final OriginSet refused = new OriginSet();
    private final OriginSet waiting = new OriginSet();
    private final SortedMap<Origin, Origin> predecessors = new TreeMap<>();
    private final SortedMap<RejectReason, Long> rejected = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private long broken;
    private long clean;
    private long duplicates;

    private Audit(Topics topics, TopicScan scan) {
        this.topics = topics;
        this.scan = scan;
    }

    /**
     * Audits everything committed at the moment of the call.
     *
     * @throws IllegalStateException if it cannot be read to its end
     */
    public static AuditReport run(String bootstrapServers, Topics topics) {
        try (TopicScan scan = new TopicScan(bootstrapServers)) {
            return new Audit(topics, scan).audit();
        }
    }

    private AuditReport audit() {
        Map<TopicPartition, Long> positions = scan.positions(Ingestion.applicationId(topics));
        List<TopicPartition> decided = scan.partitions(
                List.of(topics.behaviorClean(), topics.inventoryClean(), topics.duplicates(), topics.rejects()));
        List<TopicPartition> between =
                scan.partitions(List.of(topics.behaviorIdentified(), topics.inventoryIdentified()));
        List<TopicPartition> raw = scan.partitions(List.of(topics.behaviorRaw(), topics.inventoryRaw()));

        Map<TopicPartition, Long> rawStarts = scan.starts(raw);
        Map<TopicPartition, Long> written = scan.writtenEnds(
                Stream.concat(decided.stream(), between.stream()).toList());
        scan.read(scan.starts(decided), part(written, decided), this::outcome);
        scan.read(from(positions, scan.starts(between)), part(written, between), this::waiting);
        scan.read(rawStarts, scan.committedEnds(raw), this::event);
        return compare(positions, rawStarts);
    }

    private static Map<TopicPartition, Long> part(Map<TopicPartition, Long> all, List<TopicPartition> wanted) {
        Map<TopicPartition, Long> part = new TreeMap<>(TopicScan.ORDER);
        wanted.forEach(partition -> part.put(partition, all.get(partition)));
        return part;
    }

    private static Map<TopicPartition, Long> from(
            Map<TopicPartition, Long> positions, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> from = new TreeMap<>(TopicScan.ORDER);
        starts.forEach(
                (partition, start) -> from.put(partition, Math.max(start, positions.getOrDefault(partition, start))));
        return from;
    }

    private void outcome(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.duplicates())) {
            duplicates++;
            decide(record);
        } else if (record.topic().equals(topics.rejects())) {
            decide(record).ifPresent(refused::add);
            reason(record);
        } else if (!isPromise(record)) {
            clean++;
            decide(record);
        }
    }

    private Optional<Origin> decide(ConsumerRecord<byte[], byte[]> record) {
        Optional<Origin> origin = origin(record, Headers.ORIGIN);
        if (origin.isEmpty()) {
            violation("an outcome without a readable origin: " + at(record));
        } else if (!outcomes.add(origin.get())) {
            violation(origin.get() + " has a second outcome at " + at(record));
        }
        return origin;
    }

    private void reason(ConsumerRecord<byte[], byte[]> record) {
        Optional<String> reason = RecordHeaders.of(record.headers()).text(Headers.REASON);
        try {
            rejected.merge(RejectReason.valueOf(reason.orElse("none")), 1L, Long::sum);
        } catch (IllegalArgumentException unknown) {
            violation("a reject whose reason is " + reason.orElse("missing") + ": " + at(record));
        }
    }

    private void waiting(ConsumerRecord<byte[], byte[]> record) {
        if (!isPromise(record)) {
            origin(record, Headers.ORIGIN).ifPresent(waiting::add);
        }
    }

    private void event(ConsumerRecord<byte[], byte[]> record) {
        if (isPromise(record)) {
            return;
        }
        Origin origin = new Origin(record.topic(), record.partition(), record.offset());
        events.add(origin);
        if (record.headers().lastHeader(Headers.PREDECESSOR) != null) {
            origin(record, Headers.PREDECESSOR)
                    .ifPresentOrElse(
                            predecessor -> predecessors.put(origin, predecessor),
                            () -> violation(origin + " names a predecessor that cannot be read"));
        }
    }

    private boolean isPromise(ConsumerRecord<byte[], byte[]> record) {
        return record.value() != null
                && !WireCodec.isRegistered(record.value())
                && codec.decode(record.value()).match(Promise.class::isInstance, (reason, detail) -> false);
    }

    private static Optional<Origin> origin(ConsumerRecord<byte[], byte[]> record, String header) {
        try {
            return RecordHeaders.of(record.headers()).text(header).map(Origin::parse);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private AuditReport compare(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> rawStarts) {
        long[] counts = new long[2];
        events.forEach(event -> {
            if (!outcomes.contains(event)) {
                TopicPartition partition = new TopicPartition(event.topic(), event.partition());
                boolean taken = event.offset() < positions.getOrDefault(partition, 0L);
                if (taken && !waiting.contains(event)) {
                    counts[0]++;
                    violation(event + " was taken in and has no outcome");
                } else {
                    counts[1]++;
                }
            }
        });
        outcomes.forEach(outcome -> {
            Long start = rawStarts.get(new TopicPartition(outcome.topic(), outcome.partition()));
            if (start == null || outcome.offset() >= start && !events.contains(outcome)) {
                violation(outcome + " has an outcome but no event");
            }
        });
        predecessors.forEach((event, predecessor) -> {
            Long start = rawStarts.get(new TopicPartition(predecessor.topic(), predecessor.partition()));
            if (start == null || predecessor.offset() >= start && !refused.contains(predecessor)) {
                violation(event + " replays " + predecessor + ", which was not rejected");
            }
        });
        return new AuditReport(
                events.size(),
                clean,
                duplicates,
                Collections.unmodifiableSortedMap(rejected),
                counts[1],
                List.copyOf(violations),
                broken,
                counts[0],
                predecessors.size());
    }

    private void violation(String text) {
        broken++;
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(text);
        }
    }

    private static String at(ConsumerRecord<?, ?> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
