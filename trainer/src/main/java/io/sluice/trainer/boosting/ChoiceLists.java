package io.sluice.trainer.boosting;

import java.util.Arrays;

/**
 * Lists of which one row each was chosen: the rows [rows × width], where each list begins, which row was chosen, and where
 * each row stands before anything is learnt. Grows by {@link #add}; not safe for several threads while it does.
 */
public final class ChoiceLists {
    private final int width;
    private float[] values = new float[0];
    private float[] priors = new float[0];
    private int[] starts = new int[64];
    private int[] chosen = new int[64];
    private int size;

    public ChoiceLists(int width) {
        this.width = width;
    }

    /**
     * Takes copies.
     *
     * @param rows [at least count × width], row-major
     * @param margins one per row, at least {@code count}
     * @param choice which of the rows was chosen, below {@code count}
     */
    public void add(float[] rows, float[] margins, int count, int choice) {
        if (choice < 0 || choice >= count) {
            throw new IllegalArgumentException("no row " + choice + " in a list of " + count);
        }
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            chosen = Arrays.copyOf(chosen, 2 * chosen.length);
        }
        int from = starts[size];
        if (from + count > priors.length) {
            int capacity = Math.max(from + count, priors.length + (priors.length >> 1));
            priors = Arrays.copyOf(priors, capacity);
            values = Arrays.copyOf(values, Math.multiplyExact(capacity, width));
        }
        System.arraycopy(rows, 0, values, from * width, count * width);
        System.arraycopy(margins, 0, priors, from, count);
        chosen[size] = from + choice;
        starts[++size] = from + count;
    }

    /** How many lists there are. */
    public int size() {
        return size;
    }

    /** How many rows there are in all lists. */
    public int rows() {
        return starts[size];
    }

    int width() {
        return width;
    }

    int from(int list) {
        return starts[list];
    }

    int to(int list) {
        return starts[list + 1];
    }

    int chosen(int list) {
        return chosen[list];
    }

    float value(int row, int feature) {
        return values[row * width + feature];
    }

    float[] values() {
        return values;
    }

    /** A copy, one per row. */
    float[] margins() {
        return Arrays.copyOf(priors, rows());
    }
}
