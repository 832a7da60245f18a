package io.sluice.trainer.als;

import java.util.Arrays;

/**
 * A sparse matrix [rows × columns] of confidences above the 1 that everything has, compressed by rows: 8 bytes per entry
 * and 4 per row. Immutable.
 */
public final class Confidences {
    private final int width;
    private final int[] starts;
    private final int[] columns;
    private final float[] values;

    private Confidences(int width, int[] starts, int[] columns, float[] values) {
        this.width = width;
        this.starts = starts;
        this.columns = columns;
        this.values = values;
    }

    /**
     * Takes copies of what is in use.
     *
     * @param width how many columns there are
     * @param starts where each row begins, and the end of the last: one more than there are rows
     * @param columns row by row, each at most once in a row
     * @param values of each entry, finite and at least 0
     * @throws IllegalArgumentException if an entry breaks one of these rules
     */
    public static Confidences of(int width, int[] starts, int[] columns, float[] values) {
        if (starts.length == 0 || starts[0] != 0) {
            throw new IllegalArgumentException("rows must begin at entry 0, got " + Arrays.toString(starts));
        }
        int entries = starts[starts.length - 1];
        for (int row = 1; row < starts.length; row++) {
            if (starts[row] < starts[row - 1]) {
                throw new IllegalArgumentException("row " + row + " begins before the one above");
            }
        }
        for (int at = 0; at < entries; at++) {
            if (columns[at] < 0 || columns[at] >= width) {
                throw new IllegalArgumentException("no column " + columns[at] + " among " + width);
            }
            if (!(values[at] >= 0) || Float.isInfinite(values[at])) {
                throw new IllegalArgumentException(
                        "a confidence is finite and at least 0, got " + values[at] + " in column " + columns[at]);
            }
        }
        return new Confidences(width, starts.clone(), Arrays.copyOf(columns, entries), Arrays.copyOf(values, entries));
    }

    public int rows() {
        return starts.length - 1;
    }

    public int width() {
        return width;
    }

    /** How many entries there are. */
    public int size() {
        return columns.length;
    }

    boolean isEmpty(int row) {
        return starts[row] == starts[row + 1];
    }

    int from(int row) {
        return starts[row];
    }

    int to(int row) {
        return starts[row + 1];
    }

    int[] columns() {
        return columns;
    }

    float[] values() {
        return values;
    }

    /** The same without the last entry of each of {@code lastOf}, which is ascending. */
    Confidences withoutLast(int[] lastOf) {
        int[] begins = new int[starts.length];
        int[] kept = new int[columns.length];
        float[] keptValues = new float[columns.length];
        int held = 0;
        for (int row = 0; row < rows(); row++) {
            int length = to(row) - from(row) - (Arrays.binarySearch(lastOf, row) >= 0 ? 1 : 0);
            System.arraycopy(columns, from(row), kept, held, length);
            System.arraycopy(values, from(row), keptValues, held, length);
            held += length;
            begins[row + 1] = held;
        }
        return new Confidences(width, begins, Arrays.copyOf(kept, held), Arrays.copyOf(keptValues, held));
    }

    /** Rows become columns; within a row, entries keep the order of their old rows. */
    public Confidences transposed() {
        int[] begins = new int[width + 1];
        for (int column : columns) {
            begins[column + 1]++;
        }
        for (int column = 0; column < width; column++) {
            begins[column + 1] += begins[column];
        }
        int[] next = begins.clone();
        int[] turnedColumns = new int[columns.length];
        float[] turnedValues = new float[columns.length];
        for (int row = 0; row < rows(); row++) {
            for (int at = starts[row]; at < starts[row + 1]; at++) {
                int place = next[columns[at]]++;
                turnedColumns[place] = row;
                turnedValues[place] = values[at];
            }
        }
        return new Confidences(rows(), begins, turnedColumns, turnedValues);
    }
}
