package io.sluice.ingestion;

import io.sluice.schemas.Origin;
import java.util.BitSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A set of origins, one bit each, in pages: what lies before the first one costs nothing. */
final class OriginSet {
    private static final int PAGE_BITS = 16;
    private static final SortedMap<Long, BitSet> EMPTY = Collections.emptySortedMap();

    private final SortedMap<String, SortedMap<Long, BitSet>> pages = new TreeMap<>();

    /** Whether it was not there before. */
    boolean add(Origin origin) {
        BitSet page = pages.computeIfAbsent(name(origin.topic(), origin.partition()), ignored -> new TreeMap<>())
                .computeIfAbsent(origin.offset() >>> PAGE_BITS, ignored -> new BitSet(1 << PAGE_BITS));
        int bit = bit(origin.offset());
        boolean isNew = !page.get(bit);
        page.set(bit);
        return isNew;
    }

    boolean contains(Origin origin) {
        BitSet page = pages.getOrDefault(name(origin.topic(), origin.partition()), EMPTY)
                .get(origin.offset() >>> PAGE_BITS);
        return page != null && page.get(bit(origin.offset()));
    }

    long size() {
        return pages.values().stream()
                .flatMap(partition -> partition.values().stream())
                .mapToLong(BitSet::cardinality)
                .sum();
    }

    /** In order. */
    void forEach(Consumer<Origin> reader) {
        pages.forEach((name, partition) -> partition.forEach((page, bits) ->
                bits.stream().forEach(bit -> reader.accept(Origin.parse(name + "/" + ((page << PAGE_BITS) + bit))))));
    }

    private static String name(String topic, int partition) {
        return topic + "/" + partition;
    }

    private static int bit(long offset) {
        return (int) (offset & ((1 << PAGE_BITS) - 1));
    }
}
