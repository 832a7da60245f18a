package io.sluice.ingestion;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Origin;
import io.sluice.schemas.Promise;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.WireCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The second stage, per identified partition and in its order: lets each identity through once, calls a repeat a
 * duplicate and another payload under the same identity a conflict, stops floods, and promises what all raw partitions have promised.
 *
 * @param <E> what the topic carries besides promises
 */
final class Deduplication<E extends SpecificRecord> implements Processor<byte[], byte[], byte[], byte[]> {
    private static final int HASH_BYTES = SeenIdentities.HASH_BYTES;

    /** What differs between behaviour and inventory. */
    interface Subject<E> {
        Class<E> type();

        String eventId(E event);

        Instant eventTime(E event);

        /** The event as consumers of the clean topic see it. */
        E stamped(E event, String key, Instant arrival);

        /** Most events under one key within one minute of event time. */
        int maxEventsPerMinute();
    }

    /** Names of the stores and of the nodes that records go on to. */
    record Wiring(
            String seenStore,
            String floodStore,
            String promiseStore,
            String clean,
            String duplicates,
            String rejects) {}

    private final Subject<E> subject;
    private final Wiring wiring;
    private final Duration horizon;
    private final int sources;
    private final IngestionCounts counts;
    private final WireCodec codec;
    private final MessageDigest digest = sha256();

    private ProcessorContext<byte[], byte[]> context;
    private SeenIdentities seen;
    private FloodGate flood;
    private KeyValueStore<String, Long> promises;

    /**
     * @param sources how many raw partitions promise
     */
    Deduplication(
            Subject<E> subject, WireCodec codec, Wiring wiring, Duration horizon, int sources, IngestionCounts counts) {
        this.codec = codec;
        this.subject = subject;
        this.wiring = wiring;
        this.horizon = horizon;
        this.sources = sources;
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.seen = new SeenIdentities(context.getStateStore(wiring.seenStore), horizon);
        this.flood = new FloodGate(context.getStateStore(wiring.floodStore), subject.maxEventsPerMinute());
        this.promises = context.getStateStore(wiring.promiseStore);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        codec.decode(record.value()).match(decoded -> take(record, decoded), (reason, detail) -> {
            // The first stage could read it; its schema was taken out of the registry since.
            refuse(record, reason, detail);
            return null;
        });
    }

    private Void take(Record<byte[], byte[]> record, SpecificRecord decoded) {
        if (decoded instanceof Promise promise) {
            promise(record, promise);
        } else {
            decide(record, subject.type().cast(decoded));
        }
        return null;
    }

    private void decide(Record<byte[], byte[]> record, E event) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        Bytes identity = identity(key, subject.eventId(event));
        byte[] payload = payload(key, event);
        Optional<byte[]> known = seen.payloadOf(identity);
        if (known.isPresent() && Arrays.equals(payload, known.get())) {
            duplicate(record);
        } else if (known.isPresent()) {
            refuse(
                    record,
                    RejectReason.CONFLICT,
                    "event id \"" + subject.eventId(event)
                            + "\" came before with another payload; give each event its own id");
        } else if (!flood.admits(key, subject.eventTime(event))) {
            refuse(
                    record,
                    RejectReason.FLOOD,
                    "more than " + subject.maxEventsPerMinute() + " events of one user in the minute of "
                            + subject.eventTime(event) + " (ingestion.max-events-per-minute)");
        } else {
            seen.remember(identity, payload, subject.eventTime(event));
            clean(record, key, event);
        }
    }

    private Bytes identity(String key, String eventId) {
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return Bytes.wrap(Arrays.copyOf(digest.digest(eventId.getBytes(StandardCharsets.UTF_8)), HASH_BYTES));
    }

    /** Of what the event says, not of its bytes: another encoding, version or arrival makes no other event. */
    private byte[] payload(String key, E event) {
        return Arrays.copyOf(digest.digest(codec.encode(subject.stamped(event, key, Instant.EPOCH))), HASH_BYTES);
    }

    private void clean(Record<byte[], byte[]> record, String key, E event) {
        counts.countClean();
        RecordHeaders headers = RecordHeaders.of(record.headers());
        Instant arrival = headers.text(Headers.ARRIVAL)
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
                .orElseThrow();
        byte[] value = codec.encode(subject.stamped(event, key, arrival));
        context.forward(record.withValue(value).withHeaders(headers.originOnly().headers()), wiring.clean);
    }

    private void duplicate(Record<byte[], byte[]> record) {
        counts.countDuplicate();
        RecordHeaders lean = RecordHeaders.of(record.headers()).originOnly();
        context.forward(record.withValue(new byte[0]).withHeaders(lean.headers()), wiring.duplicates);
    }

    private void refuse(Record<byte[], byte[]> record, RejectReason reason, String detail) {
        counts.countRejected(reason);
        RecordHeaders headers = RecordHeaders.copyOf(record.headers()).rejected(reason, detail);
        Origin origin = headers.origin().orElseThrow();
        context.forward(record.withKey(Targets.rejectKey(origin)).withHeaders(headers.headers()), wiring.rejects);
    }

    private void promise(Record<byte[], byte[]> record, Promise promise) {
        Instant before = promised();
        String source = promise.getSource().orElseThrow().toString();
        Long held = promises.get(source);
        if (held == null || held < promise.getBefore().toEpochMilli()) {
            promises.put(source, promise.getBefore().toEpochMilli());
        }
        Instant now = promised();
        if (now.isAfter(before)) {
            announce(record, now);
            seen.forget(now);
            flood.forget(now);
        }
    }

    /** What every raw partition has promised: the least of their promises; the epoch until each has given one. */
    private Instant promised() {
        long least = Long.MAX_VALUE;
        for (int source = 0; source < sources; source++) {
            Long before = promises.get(Integer.toString(source));
            least = Math.min(least, before == null ? 0 : before);
        }
        return Instant.ofEpochMilli(least);
    }

    private void announce(Record<byte[], byte[]> record, Instant before) {
        int partition = context.taskId().partition();
        byte[] value = codec.encode(Promise.newBuilder().setBefore(before).build());
        context.forward(new Record<>(Targets.onlyPartition(partition), value, record.timestamp()), wiring.clean);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
