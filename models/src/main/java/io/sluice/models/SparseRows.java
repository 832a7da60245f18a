package io.sluice.models;

import java.io.IOException;

/**
 * Weighted edges between items, row by row [items × items], compressed. Immutable.
 *
 * <p>Owned by the models; trainers build one with {@link #of}.
 */
public final class SparseRows {
    private final int[] starts;
    private final int[] columns;
    private final float[] weights;

    private SparseRows(int[] starts, int[] columns, float[] weights) {
        if (starts.length == 0
                || starts[0] != 0
                || starts[starts.length - 1] != columns.length
                || columns.length != weights.length) {
            throw new IllegalArgumentException("rows must cover the columns and each column has a weight");
        }
        for (int row = 1; row < starts.length; row++) {
            if (starts[row] < starts[row - 1]) {
                throw new IllegalArgumentException("row " + row + " starts before the one above");
            }
        }
        for (int at = 0; at < columns.length; at++) {
            if (columns[at] < 0 || columns[at] >= starts.length - 1) {
                throw new IllegalArgumentException("no column " + columns[at] + " in " + (starts.length - 1));
            }
            if (!(weights[at] > 0) || Float.isInfinite(weights[at])) {
                throw new IllegalArgumentException("a weight is finite and above 0, got " + weights[at]);
            }
        }
        this.starts = starts;
        this.columns = columns;
        this.weights = weights;
    }

    /**
     * Takes copies.
     *
     * @param starts where each row begins, and the end of the last: one more than there are rows
     * @param columns row by row
     * @param weights of each column, finite and above 0
     */
    public static SparseRows of(int[] starts, int[] columns, float[] weights) {
        return new SparseRows(starts.clone(), columns.clone(), weights.clone());
    }

    int rows() {
        return starts.length - 1;
    }

    void addRow(int row, float factor, Evidence evidence) {
        for (int at = starts[row]; at < starts[row + 1]; at++) {
            evidence.add(columns[at], factor * weights[at]);
        }
    }

    void write(FieldWriter out) throws IOException {
        out.wholes(starts);
        out.wholes(columns);
        out.numbers(weights);
    }

    static SparseRows read(FieldReader in) {
        return new SparseRows(in.wholes(), in.wholes(), in.numbers());
    }
}
