package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Remembers what was counted of single UTC days, so that a retraining counts only the days that are new or have changed. A
 * day is known by its content: every row that training sees is part of the key, so a late row, a quarantined one or a
 * range that cuts through the day gives another key, and the sums are those of a full count, bit for bit.
 *
 * <p>Keeps the most recently used days. Safe for several threads; counting happens outside the lock, so two threads may
 * count the same day once each.
 */
public final class CountedDays {
    static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Map<Key, Object> counted;

    /** @param capacity how many counts of a day are kept, at least 1; each way of counting has its own */
    public CountedDays(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("at least 1 day must be kept, got " + capacity);
        }
        this.counted = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Two 64-bit hashes that are mixed differently stand for the rows: they meet by chance once in 2^128. */
    private record Key(Object how, int rows, long one, long two) {}

    /**
     * What {@code count} says of every day of {@code range} on which something happened, in order.
     *
     * @param how everything besides the rows that the counts depend on; a value with {@code equals}
     * @param type of the counts
     * @param count from the day's number since the epoch and its rows; a function of these and {@code how} alone
     */
    <T> List<T> each(
            Interactions rows, TimeRange range, Object how, Class<T> type, BiFunction<Long, Interactions, T> count) {
        List<T> days = new ArrayList<>();
        Interactions inside = rows.between(range);
        int row = 0;
        while (row < inside.size()) {
            long day = Math.floorDiv(inside.time(row), DAY_MILLIS);
            Interactions ofDay = inside.between(new TimeRange(
                    Instant.ofEpochMilli(day * DAY_MILLIS), Instant.ofEpochMilli((day + 1) * DAY_MILLIS)));
            days.add(type.cast(remembered(key(how, ofDay), day, ofDay, count)));
            row += ofDay.size();
        }
        return days;
    }

    private <T> Object remembered(Key key, long day, Interactions rows, BiFunction<Long, Interactions, T> count) {
        synchronized (counted) {
            Object known = counted.get(key);
            if (known != null) {
                return known;
            }
        }
        T fresh = count.apply(day, rows);
        synchronized (counted) {
            counted.put(key, fresh);
        }
        return fresh;
    }

    /** How many counts are remembered. */
    int size() {
        synchronized (counted) {
            return counted.size();
        }
    }

    private static Key key(Object how, Interactions rows) {
        long one = 0x9e3779b97f4a7c15L;
        long two = 0xc2b2ae3d27d4eb4fL;
        for (int row = 0; row < rows.size(); row++) {
            long[] facts = {
                rows.time(row),
                rows.eventId(row).hashCode(),
                rows.items().id(rows.item(row)).hashCode(),
                rows.sessions().id(rows.session(row)).hashCode(),
                rows.users().id(rows.user(row)).hashCode(),
                rows.action(row).ordinal()
            };
            for (long fact : facts) {
                one = mixed(one ^ fact);
                two = mixed(Long.rotateLeft(two, 29) + fact * 0xff51afd7ed558ccdL);
            }
        }
        return new Key(how, rows.size(), one, two);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014). */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
