package io.sluice.models.algebra;

import java.util.Arrays;

/**
 * Solves symmetric positive definite systems A x = b one after the other in its own scratch memory, by a left-looking
 * Cholesky factorisation A = UᵀU, eight rows at a time. A is given as C + VᵀV: the products of the rows of V are taken in
 * the same pass as the factorisation's own, and b is one more column of both. Not safe for several threads.
 */
final class Definite {
    private final Kernel kernel;
    private final int most;
    /** One group of columns more than the largest system has: b is in its first, and rows do not share cache sets. */
    private final int stride;

    private final int depth;
    /** First the rows of V, then those of U. */
    private final float[] right;
    /** The same, those of U negated. */
    private final float[] left;

    private final float[] matrix;
    /** Of the block at hand, U [8 × 8] with the inverse of its diagonal. */
    private final float[] corner = new float[Kernel.ROWS * Kernel.ROWS];

    private final float[] known = new float[Kernel.ROWS];

    /**
     * @param most order of the largest system, a multiple of {@link Kernel#COLUMNS}
     * @param depth how many rows of V are taken at once, at least 1
     */
    Definite(Kernel kernel, int most, int depth) {
        this.kernel = kernel;
        this.most = most;
        this.stride = most + Kernel.COLUMNS;
        this.depth = depth;
        this.right = new float[Math.multiplyExact(depth + most, stride)];
        this.left = new float[right.length];
        this.matrix = new float[Math.multiplyExact(most, stride)];
    }

    int depth() {
        return depth;
    }

    /** From one row of {@link #matrix} to the next. */
    int stride() {
        return stride;
    }

    /** C, with b in the column after its last. Only blocks on and above the diagonal are read. */
    float[] matrix() {
        return matrix;
    }

    /** C = I and b = 0, for a system of {@code order}. */
    void setIdentity(int order) {
        for (int row = 0; row < order; row++) {
            int column = row / Kernel.COLUMNS * Kernel.COLUMNS;
            Arrays.fill(matrix, row * stride + column, row * stride + order + Kernel.COLUMNS, 0);
            matrix[row * stride + row] = 1;
        }
    }

    /** Sets row {@code at} of V, at most {@link #depth}, to an entry; what that is aimed at, times the row, is added to b. */
    void setRow(int at, Entries entries, int entry) {
        int place = at * stride;
        float target = entries.copyScaled(entry, most, right, place);
        System.arraycopy(right, place, left, place, most);
        right[place + most] = target;
    }

    /** C += VᵀV and b likewise, for the {@code count} rows set last, which are then forgotten. Largest order only. */
    void absorb(int count) {
        for (int block = 0; block < most; block += Kernel.ROWS) {
            multiply(block, count, most);
        }
    }

    /**
     * Solves the system. Destroys C.
     *
     * @param order of the system, a multiple of {@link Kernel#COLUMNS}
     * @param count rows of V that were set; 0 unless {@code order} is the largest
     * @param x takes the solution, [order]
     */
    void solve(int order, int count, float[] x) {
        for (int block = 0; block < order; block += Kernel.ROWS) {
            multiply(block, count + block, order);
            finish(block, count, order);
        }
        Arrays.fill(x, 0, order, 0);
        for (int block = order - Kernel.ROWS; block >= 0; block -= Kernel.ROWS) {
            substitute(block, count, order, x);
        }
    }

    private void multiply(int block, int rows, int order) {
        int column = firstColumn(block);
        kernel.multiplyAdd(
                left,
                block,
                1,
                stride,
                right,
                column,
                stride,
                rows,
                matrix,
                block * stride + column,
                stride,
                order + Kernel.COLUMNS - column);
    }

    private static int firstColumn(int block) {
        return block / Kernel.COLUMNS * Kernel.COLUMNS;
    }

    /** Brings the eight rows of a block to their end, given the products with all rows above. */
    private void finish(int block, int count, int order) {
        for (int row = 0; row < Kernel.ROWS; row++) {
            int from = (block + row) * stride + block;
            for (int column = row; column < Kernel.ROWS; column++) {
                float value = matrix[from + column];
                for (int above = 0; above < row; above++) {
                    value = Math.fma(-corner[above * Kernel.ROWS + row], corner[above * Kernel.ROWS + column], value);
                }
                corner[row * Kernel.ROWS + column] =
                        column == row ? 1 / (float) Math.sqrt(value) : value * corner[row * Kernel.ROWS + row];
            }
        }
        int column = firstColumn(block);
        kernel.eliminate(
                corner,
                matrix,
                block * stride + column,
                right,
                left,
                (count + block) * stride + column,
                stride,
                order + Kernel.COLUMNS - column);
    }

    /** Solves for the eight unknowns of a block, given those after it; the unknowns that are not known yet are zeros. */
    private void substitute(int block, int count, int order, float[] x) {
        int column = firstColumn(block);
        int from = (count + block) * stride;
        kernel.dots(right, from + column, stride, x, column, order - column, known);
        for (int row = Kernel.ROWS - 1; row >= 0; row--) {
            int place = from + row * stride;
            float value = right[place + order] - known[row];
            for (int after = row + 1; after < Kernel.ROWS; after++) {
                value = Math.fma(-right[place + block + after], x[block + after], value);
            }
            x[block + row] = value / right[place + block + row];
        }
    }
}
