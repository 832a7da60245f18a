package io.sluice.ingestion;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which identities came by, and with which payload, within a horizon of event time. Forgets by slices of the horizon, so
 * that what it holds depends on the events and promises alone, not on when the process was started, and forgetting costs no
 * more than what is forgotten.
 */
final class SeenIdentities {
    static final int HASH_BYTES = 16;
    private static final int SLICES = 64;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Duration horizon;
    private final long sliceMillis;
    /** By slice number, the identities in it; the store's own keys, indexed again at every start. */
    private final SortedMap<Long, List<Bytes>> slices = new TreeMap<>();

    SeenIdentities(KeyValueStore<Bytes, byte[]> store, Duration horizon) {
        this.store = store;
        this.horizon = horizon;
        this.sliceMillis = horizon.dividedBy(SLICES).toMillis();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                index(entry.key, ByteBuffer.wrap(entry.value).getLong(HASH_BYTES));
            }
        }
    }

    /** The payload's hash under which this identity came first, if it is remembered. */
    Optional<byte[]> payloadOf(Bytes identity) {
        return Optional.ofNullable(store.get(identity)).map(entry -> Arrays.copyOf(entry, HASH_BYTES));
    }

    void remember(Bytes identity, byte[] payload, Instant eventTime) {
        byte[] entry = ByteBuffer.allocate(HASH_BYTES + Long.BYTES)
                .put(payload, 0, HASH_BYTES)
                .putLong(eventTime.toEpochMilli())
                .array();
        store.put(identity, entry);
        index(identity, eventTime.toEpochMilli());
    }

    private void index(Bytes identity, long millis) {
        slices.computeIfAbsent(Math.floorDiv(millis, sliceMillis), ignored -> new ArrayList<>())
                .add(identity);
    }

    /** Forgets what happened more than the horizon before {@code promised}. */
    void forget(Instant promised) {
        long firstKept = Math.floorDiv(promised.minus(horizon).toEpochMilli(), sliceMillis);
        SortedMap<Long, List<Bytes>> old = slices.headMap(firstKept);
        old.values().forEach(identities -> identities.forEach(store::delete));
        old.clear();
    }
}
