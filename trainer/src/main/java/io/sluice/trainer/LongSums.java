package io.sluice.trainer;

import java.util.Arrays;

/** Sums by key, in open addressing. Each key's sum is taken in the order of its additions, whatever the table's layout. */
final class LongSums {
    private static final long FREE = Long.MIN_VALUE;

    private long[] keys = new long[1 << 10];
    private double[] sums = new double[1 << 10];
    private int size;

    LongSums() {
        Arrays.fill(keys, FREE);
    }

    /** @param key not negative */
    void add(long key, double amount) {
        if (2 * size > keys.length) {
            grow();
        }
        sums[slot(key)] += amount;
    }

    double get(long key) {
        int at = home(key);
        while (keys[at] != key) {
            if (keys[at] == FREE) {
                return 0;
            }
            at = (at + 1) & (keys.length - 1);
        }
        return sums[at];
    }

    /** Ascending. */
    long[] sortedKeys() {
        return Arrays.stream(keys).filter(key -> key != FREE).sorted().toArray();
    }

    private int slot(long key) {
        int at = home(key);
        while (keys[at] != key) {
            if (keys[at] == FREE) {
                keys[at] = key;
                size++;
                return at;
            }
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private int home(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }

    private void grow() {
        long[] oldKeys = keys;
        double[] oldSums = sums;
        keys = new long[2 * oldKeys.length];
        sums = new double[2 * oldSums.length];
        Arrays.fill(keys, FREE);
        size = 0;
        for (int at = 0; at < oldKeys.length; at++) {
            if (oldKeys[at] != FREE) {
                sums[slot(oldKeys[at])] = oldSums[at];
            }
        }
    }
}
