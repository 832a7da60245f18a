package io.sluice.models;

import java.util.Arrays;

/** Items a model recommends, best first, no repeats, with their scores (finite, not increasing). Immutable. */
public final class Ranking {
    private final int[] items;
    private final float[] scores;

    private Ranking(int[] items, float[] scores) {
        this.items = items;
        this.scores = scores;
    }

    /** Takes copies of the first {@code size} entries. */
    public static Ranking of(int[] items, float[] scores, int size) {
        return new Ranking(Arrays.copyOf(items, size), Arrays.copyOf(scores, size));
    }

    public int size() {
        return items.length;
    }

    /** Index in the model's catalogue of the item at {@code rank}, from 0. */
    public int item(int rank) {
        return items[rank];
    }

    public float score(int rank) {
        return scores[rank];
    }

    /** The rank of {@code item} from 0, or -1 if it is not among them. */
    public int rankOf(int item) {
        for (int rank = 0; rank < items.length; rank++) {
            if (items[rank] == item) {
                return rank;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranking that && Arrays.equals(items, that.items) && Arrays.equals(scores, that.scores);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(items) + Arrays.hashCode(scores);
    }

    @Override
    public String toString() {
        return "Ranking" + Arrays.toString(items);
    }
}
