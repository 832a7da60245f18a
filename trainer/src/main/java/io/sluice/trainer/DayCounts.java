package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What one UTC day says about items and pairs of items, in whole numbers: days can be counted once, kept, and merged in
 * day order into the same sums that a count over everything gives. Sessions are cut at midnight, so no pair spans two
 * days. Immutable.
 */
final class DayCounts {
    /** Counts are in units of a thousandth, so that decayed and weighted counts stay whole. */
    static final double UNIT = 1000;

    private final long day;
    private final List<String> items;
    private final long[] itemCounts;
    private final long[] pairs;
    private final long[] pairCounts;

    private DayCounts(long day, List<String> items, long[] itemCounts, long[] pairs, long[] pairCounts) {
        this.day = day;
        this.items = items;
        this.itemCounts = itemCounts;
        this.pairs = pairs;
        this.pairCounts = pairCounts;
    }

    /**
     * Which pairs count, and how much.
     *
     * @param reach how far apart in a session two items may stand, at least 1; 0 counts no pairs
     * @param decay from one distance to the next, in (0, 1]
     * @param backward what going from the later item to the earlier one counts against the other direction
     */
    record Pairing(int reach, double decay, double backward) {
        static final Pairing NONE = new Pairing(0, 1, 0);
    }

    /** Every day of the set on which something happened, in order. */
    static List<DayCounts> daysOf(TrainingSet set, ActionWeights actions, Pairing pairing) {
        return set.counted()
                .each(
                        set.interactions(),
                        set.range(),
                        List.of(actions, pairing),
                        DayCounts.class,
                        (day, rows) -> of(day, rows, actions, pairing));
    }

    private static DayCounts of(long day, Interactions rows, ActionWeights actions, Pairing pairing) {
        TreeSet<String> ids = new TreeSet<>();
        for (int row = 0; row < rows.size(); row++) {
            ids.add(rows.items().id(rows.item(row)));
        }
        List<String> items = List.copyOf(ids);
        int[] local = new int[rows.items().size()];
        for (int item = 0; item < items.size(); item++) {
            local[rows.items().index(items.get(item)).orElseThrow()] = item;
        }
        long[] itemCounts = new long[items.size()];
        LongSums pairs = new LongSums();
        Sessions sessions = Sessions.of(rows, actions);
        for (int session = 0; session < sessions.size(); session++) {
            for (int later = sessions.from(session); later < sessions.to(session); later++) {
                itemCounts[local[sessions.item(later)]] += Math.round(UNIT * sessions.weight(later));
                double fading = UNIT;
                int first = Math.max(sessions.from(session), later - pairing.reach);
                for (int earlier = later - 1; earlier >= first; earlier--) {
                    int a = local[sessions.item(earlier)];
                    int b = local[sessions.item(later)];
                    pairs.add(key(a, b), Math.round(fading * sessions.weight(later)));
                    pairs.add(key(b, a), Math.round(fading * pairing.backward * sessions.weight(earlier)));
                    fading *= pairing.decay;
                }
            }
        }
        long[] keys = pairs.sortedKeys();
        long[] pairCounts =
                Arrays.stream(keys).map(key -> (long) pairs.get(key)).toArray();
        return new DayCounts(day, items, itemCounts, keys, pairCounts);
    }

    static long key(int from, int to) {
        return ((long) from << 32) | to;
    }

    /** Whole days from this day to the one in which {@code moment} ends. */
    long daysBefore(Instant moment) {
        return Math.floorDiv(moment.toEpochMilli() - 1, CountedDays.DAY_MILLIS) - day;
    }

    /** Every item that anything was done with on this day, ordered by id. */
    List<String> items() {
        return items;
    }

    /** In thousandths. */
    long itemCount(int item) {
        return itemCounts[item];
    }

    int pairs() {
        return pairs.length;
    }

    int pairFrom(int pair) {
        return (int) (pairs[pair] >>> 32);
    }

    int pairTo(int pair) {
        return (int) pairs[pair];
    }

    /** In thousandths. */
    long pairCount(int pair) {
        return pairCounts[pair];
    }
}
