package io.sluice.ingestion;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counts each key's events per minute of event time, and says when a minute has had enough. */
final class FloodGate {
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final KeyValueStore<Bytes, Long> counts;
    private final int most;

    /** @param counts by minute and key, in that order: a range of keys is a range of time */
    FloodGate(KeyValueStore<Bytes, Long> counts, int most) {
        this.counts = counts;
        this.most = most;
    }

    /** Counts one more event if its minute still has room. */
    boolean admits(String key, Instant eventTime) {
        Bytes minute = minute(eventTime, key);
        Long before = counts.get(minute);
        if (before != null && before >= most) {
            return false;
        }
        counts.put(minute, before == null ? 1 : before + 1);
        return true;
    }

    /** Forgets the minutes that ended before {@code promised}: nothing can be added to them. */
    void forget(Instant promised) {
        List<Bytes> old = new ArrayList<>();
        try (KeyValueIterator<Bytes, Long> past = counts.range(minute(Instant.EPOCH, ""), minute(promised, ""))) {
            past.forEachRemaining(entry -> old.add(entry.key));
        }
        old.forEach(counts::delete);
    }

    private static Bytes minute(Instant eventTime, String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(Math.floorDiv(eventTime.toEpochMilli(), MINUTE_MILLIS))
                .put(text)
                .array());
    }
}
