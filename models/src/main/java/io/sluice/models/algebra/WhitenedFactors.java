package io.sluice.models.algebra;

import java.util.stream.IntStream;

/**
 * One side's factors Y in the space in which YᵀY + λI is the identity: W = Y L⁻ᵀ with LLᵀ = YᵀY + λI. Inner products with
 * rows that are solved for in that space are those of the plain spaces, and what is solved there is well conditioned. Immutable.
 *
 * <p>Work is spread over the threads of the fork-join pool that it is called in. Sums are taken in chunks of a fixed size
 * and brought together in their order, so the bytes do not depend on how many threads there are.
 */
public final class WhitenedFactors {
    private static final int CHUNK = 1024;

    private final Kernel kernel;
    private final int size;
    private final int rank;
    /** A multiple of 16; the columns from {@link #rank} on are zeros. */
    private final int width;
    /** [size × width], row-major. */
    private final float[] rows;
    /** L [width × width], row-major. */
    private final float[] lower;
    /** L⁻¹ [width × width], row-major. */
    private final float[] inverse;

    private WhitenedFactors(Kernel kernel, float[] factors, int rank, double regularisation) {
        this.kernel = kernel;
        this.rank = rank;
        this.width = Kernel.padded(rank);
        this.size = factors.length / rank;
        float[] wide = widened(factors, size);
        double[] factor = LowerTriangle.cholesky(gram(wide, regularisation), width);
        double[] inverted = LowerTriangle.inverse(factor, width);
        this.lower = new float[width * width];
        this.inverse = new float[width * width];
        float[] turned = new float[width * width];
        for (int row = 0; row < width; row++) {
            for (int column = 0; column < width; column++) {
                lower[row * width + column] = column > row ? 0 : (float) factor[row * width + column];
                inverse[row * width + column] = (float) inverted[row * width + column];
                turned[column * width + row] = inverse[row * width + column];
            }
        }
        this.rows = product(wide, turned);
    }

    /**
     * Whitens.
     *
     * @param factors Y [rows × rank], row-major, finite; not kept
     * @param regularisation λ, above 0
     * @throws IllegalArgumentException unless λ is above 0 and the factors fill whole rows
     */
    public static WhitenedFactors of(float[] factors, int rank, double regularisation) {
        return of(Kernels.best(), factors, rank, regularisation);
    }

    static WhitenedFactors of(Kernel kernel, float[] factors, int rank, double regularisation) {
        if (!(regularisation > 0) || Double.isInfinite(regularisation)) {
            throw new IllegalArgumentException("regularisation must be finite and above 0, got " + regularisation);
        }
        if (rank < 1 || factors.length % rank != 0) {
            throw new IllegalArgumentException(
                    "factors must fill rows of " + rank + ", got " + factors.length + " numbers");
        }
        return new WhitenedFactors(kernel, factors, rank, regularisation);
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** Columns of {@link #rows}: the rank rounded up to a multiple of 16. */
    public int width() {
        return width;
    }

    /** W [size × width], row-major; borrowed. */
    public float[] rows() {
        return rows;
    }

    /** A solver in this space, for one thread. */
    public RowSolver solver(RowSolver.Method method) {
        return new RowSolver(kernel, width, method);
    }

    /** Brings rows of the other side into this space: X' = X·L [rows × width], from X [rows × rank]. */
    public float[] whitened(float[] plain) {
        return product(widened(plain, plain.length / rank), lower);
    }

    /**
     * Brings rows that were solved for in this space back into the plain one: X = X'·L⁻¹.
     *
     * @param solved X' [rows × width], row-major
     * @return X [rows × rank], row-major
     */
    public float[] unwhitened(float[] solved) {
        float[] wide = product(solved, inverse);
        if (width == rank) {
            return wide;
        }
        int count = solved.length / width;
        float[] narrow = new float[count * rank];
        for (int row = 0; row < count; row++) {
            System.arraycopy(wide, row * width, narrow, row * rank, rank);
        }
        return narrow;
    }

    private float[] widened(float[] factors, int count) {
        if (width == rank) {
            return factors;
        }
        float[] wide = new float[Math.multiplyExact(count, width)];
        for (int row = 0; row < count; row++) {
            System.arraycopy(factors, row * rank, wide, row * width, rank);
        }
        return wide;
    }

    /** YᵀY + λI, row-major; the columns that only pad are those of the identity. */
    private double[] gram(float[] wide, double regularisation) {
        double[] gram = new double[width * width];
        IntStream.range(0, (size + CHUNK - 1) / CHUNK)
                .parallel()
                .mapToObj(chunk -> partOfGram(wide, chunk * CHUNK, Math.min(size, (chunk + 1) * CHUNK)))
                .forEachOrdered(part -> {
                    for (int at = 0; at < gram.length; at++) {
                        gram[at] += part[at];
                    }
                });
        for (int at = 0; at < width; at++) {
            gram[at * width + at] += at < rank ? regularisation : 1;
        }
        return gram;
    }

    private float[] partOfGram(float[] wide, int from, int to) {
        float[] part = new float[width * width];
        for (int block = 0; block < width; block += Kernel.ROWS) {
            kernel.multiplyAdd(
                    wide,
                    from * width + block,
                    1,
                    width,
                    wide,
                    from * width,
                    width,
                    to - from,
                    part,
                    block * width,
                    width,
                    width);
        }
        return part;
    }

    /** A [rows × width] times M [width × width]. */
    private float[] product(float[] a, float[] m) {
        int count = a.length / width;
        float[] product = new float[a.length];
        IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            int to = Math.min(count, (chunk + 1) * CHUNK);
            for (int row = chunk * CHUNK; row < to; row += Kernel.ROWS) {
                multiply(a, m, row, Math.min(Kernel.ROWS, to - row), product);
            }
        });
        return product;
    }

    private void multiply(float[] a, float[] m, int row, int count, float[] product) {
        if (count == Kernel.ROWS) {
            kernel.multiplyAdd(a, row * width, width, 1, m, 0, width, width, product, row * width, width, width);
            return;
        }
        float[] last = new float[Kernel.ROWS * width];
        float[] lastProduct = new float[Kernel.ROWS * width];
        System.arraycopy(a, row * width, last, 0, count * width);
        kernel.multiplyAdd(last, 0, width, 1, m, 0, width, width, lastProduct, 0, width, width);
        System.arraycopy(lastProduct, 0, product, row * width, count * width);
    }
}
