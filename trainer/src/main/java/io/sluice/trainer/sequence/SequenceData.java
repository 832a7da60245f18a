package io.sluice.trainer.sequence;

/**
 * Sessions as indices of one catalogue. Borrowed.
 *
 * @param starts where each session begins in {@code items}, and the end of the last
 * @param items session by session, each of two items or more
 */
public record SequenceData(int catalogSize, int[] starts, int[] items) {
    int sessions() {
        return starts.length - 1;
    }

    int length(int session) {
        return starts[session + 1] - starts[session];
    }

    /** Items that have one before them. */
    int targets() {
        return items.length - sessions();
    }

    /** How often each item is such a target. */
    int[] targetCounts() {
        int[] counts = new int[catalogSize];
        for (int session = 0; session < sessions(); session++) {
            for (int at = starts[session] + 1; at < starts[session + 1]; at++) {
                counts[items[at]]++;
            }
        }
        return counts;
    }

    boolean[] met() {
        boolean[] met = new boolean[catalogSize];
        for (int item : items) {
            met[item] = true;
        }
        return met;
    }
}
