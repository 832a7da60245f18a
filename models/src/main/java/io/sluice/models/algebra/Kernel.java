package io.sluice.models.algebra;

/**
 * The inner loops. Every number that comes out is a chain of fused multiply-adds in a stated order, so implementations
 * agree to the bit whatever their vectors' width. Stateless.
 */
interface Kernel {
    /** Rows that {@link #multiplyAdd} works on at once. */
    int ROWS = 8;
    /** What the columns of {@link #multiplyAdd} are a multiple of. */
    int COLUMNS = 16;

    /** For logs and reports, such as {@code vector-512}. */
    String name();

    /**
     * C += A·B for {@value #ROWS} rows of C [8 × columns], each element a chain in order of k.
     *
     * @param a A(r, k) is at {@code aFrom + r * aRow + k * aStep}
     * @param b B(k, w) is at {@code bFrom + k * bStep + w}
     * @param depth how many k there are
     * @param c C(r, w) is at {@code cFrom + r * cRow + w}
     * @param columns a multiple of {@value #COLUMNS}
     */
    void multiplyAdd(
            float[] a,
            int aFrom,
            int aRow,
            int aStep,
            float[] b,
            int bFrom,
            int bStep,
            int depth,
            float[] c,
            int cFrom,
            int cRow,
            int columns);

    /** y(i) += factor · x(i), fused. */
    void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int length);

    /**
     * Brings {@value #ROWS} rows of a Cholesky factorisation to their end: each row less the finished ones above it, times
     * the inverse of its diagonal.
     *
     * @param corner [8 × 8], the factor's own block on the diagonal, with the inverse on its diagonal
     * @param c the rows at {@code cFrom}, {@code stride} apart
     * @param right takes the finished rows at {@code to}, {@code stride} apart
     * @param left takes them negated, at the same place
     */
    void eliminate(float[] corner, float[] c, int cFrom, float[] right, float[] left, int to, int stride, int columns);

    /**
     * Σ x(i) · y(i) for {@value #ROWS} rows x, each in {@value #COLUMNS} interleaved chains that {@link #sum} brings together.
     *
     * @param x the rows at {@code xFrom}, {@code stride} apart
     * @param length a multiple of {@value #COLUMNS}
     * @param sums takes one per row
     */
    void dots(float[] x, int xFrom, int stride, float[] y, int yFrom, int length, float[] sums);

    /** Σ x(i) · y(i), as {@link #dots}. */
    float dot(float[] x, int xFrom, float[] y, int yFrom, int length);

    /**
     * Multiplies and adds in registers only, for measuring what the machine can do at most.
     *
     * @return how many operations that were; a fused one counts as two
     */
    long spin(int rounds, float[] sink);

    /** The fixed tree in which chains are added: halves onto halves. */
    static float sum(float[] chains, int from) {
        for (int half = COLUMNS / 2; half > 0; half /= 2) {
            for (int at = from; at < from + half; at++) {
                chains[at] += chains[at + half];
            }
        }
        return chains[from];
    }

    /** The smallest multiple of {@value #COLUMNS} that is not less than {@code length}. */
    static int padded(int length) {
        return Math.addExact(length, COLUMNS - 1) / COLUMNS * COLUMNS;
    }
}
