package io.sluice.models.algebra;

import java.util.Arrays;

/**
 * Rows of a matrix laid out for scoring: {@value #ROWS} rows side by side, factor by factor, so that eight queries meet them
 * in registers. Immutable; whichever queries are scored together, each score is the same to the bit.
 */
public final class Panels {
    /** Rows per panel. */
    public static final int ROWS = 2 * Kernel.COLUMNS;
    /** Queries that are scored at once. */
    public static final int QUERIES = Kernel.ROWS;

    private final Kernel kernel;
    private final int size;
    private final int width;
    /** [panels × width × ROWS]. */
    private final float[] values;

    private Panels(Kernel kernel, int size, int width, float[] values) {
        this.kernel = kernel;
        this.size = size;
        this.width = width;
        this.values = values;
    }

    /** The rows of {@code factors}, copied. */
    public static Panels of(WhitenedFactors factors) {
        int width = factors.width();
        int panels = (factors.size() + ROWS - 1) / ROWS;
        float[] values = new float[Math.multiplyExact(panels, width * ROWS)];
        for (int row = 0; row < factors.size(); row++) {
            int place = row / ROWS * width * ROWS + row % ROWS;
            for (int f = 0; f < width; f++) {
                values[place + f * ROWS] = factors.rows()[row * width + f];
            }
        }
        return new Panels(Kernels.best(), factors.size(), width, values);
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** How many panels there are; the last may be filled up with zeros. */
    public int count() {
        return (size + ROWS - 1) / ROWS;
    }

    public int width() {
        return width;
    }

    /** Writes row {@code row} to {@code to} from {@code at}, [width]. */
    public void copyRow(int row, float[] to, int at) {
        int place = row / ROWS * width * ROWS + row % ROWS;
        for (int f = 0; f < width; f++) {
            to[at + f] = values[place + f * ROWS];
        }
    }

    /** Whether the row says anything. */
    public boolean isZero(int row) {
        int place = row / ROWS * width * ROWS + row % ROWS;
        for (int f = 0; f < width; f++) {
            if (values[place + f * ROWS] != 0) {
                return false;
            }
        }
        return true;
    }

    /** An exact solver in the space of these rows, for one thread. */
    public RowSolver solver() {
        return new RowSolver(kernel, width, RowSolver.Method.exact(width));
    }

    /**
     * Inner products of {@value #QUERIES} queries with the rows of one panel.
     *
     * @param queries [8 × width] from {@code from}, row-major
     * @param scores takes [8 × ROWS]
     */
    public void score(float[] queries, int from, int panel, float[] scores) {
        Arrays.fill(scores, 0, QUERIES * ROWS, 0);
        kernel.multiplyAdd(queries, from, width, 1, values, panel * width * ROWS, ROWS, width, scores, 0, ROWS, ROWS);
    }
}
