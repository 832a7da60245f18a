package io.sluice.models;

/**
 * Solves for the factors of one row while the other side's are held: (YᵀY + Yᵀ(C − I)Y + λI) x = YᵀC p, by Cholesky.
 * Sums are taken in a fixed order. Immutable; training and folding in share it.
 */
public final class FactorSolver {
    private final float[] factors;
    private final int rank;
    /** YᵀY + λI, row-major. */
    private final double[] gram;

    /**
     * @param factors Y [rows × rank], row-major; borrowed, and not to be changed while this is in use
     * @param regularisation λ, above 0
     */
    public FactorSolver(float[] factors, int rank, double regularisation) {
        this.factors = factors;
        this.rank = rank;
        this.gram = new double[rank * rank];
        for (int row = 0; row < factors.length / rank; row++) {
            addOuter(gram, row, 1);
        }
        for (int at = 0; at < rank; at++) {
            gram[at * rank + at] += regularisation;
        }
    }

    /**
     * Factors of a row that prefers {@code rows[from…to)}, [rank].
     *
     * @param confidences of each, above the 1 that everything has, at least 0
     */
    public float[] solve(int[] rows, float[] confidences, int from, int to) {
        double[] a = gram.clone();
        double[] b = new double[rank];
        for (int at = from; at < to; at++) {
            addOuter(a, rows[at], confidences[at]);
            for (int f = 0; f < rank; f++) {
                b[f] += (1.0 + confidences[at]) * factors[rows[at] * rank + f];
            }
        }
        cholesky(a);
        return substituted(a, b);
    }

    /** The lower triangle only. */
    private void addOuter(double[] a, int row, double factor) {
        int base = row * rank;
        for (int f = 0; f < rank; f++) {
            double scaled = factor * factors[base + f];
            for (int g = 0; g <= f; g++) {
                a[f * rank + g] += scaled * factors[base + g];
            }
        }
    }

    private void cholesky(double[] a) {
        for (int f = 0; f < rank; f++) {
            for (int g = 0; g <= f; g++) {
                double sum = a[f * rank + g];
                for (int h = 0; h < g; h++) {
                    sum -= a[f * rank + h] * a[g * rank + h];
                }
                a[f * rank + g] = f == g ? Math.sqrt(sum) : sum / a[g * rank + g];
            }
        }
    }

    private float[] substituted(double[] lower, double[] b) {
        for (int f = 0; f < rank; f++) {
            for (int g = 0; g < f; g++) {
                b[f] -= lower[f * rank + g] * b[g];
            }
            b[f] /= lower[f * rank + f];
        }
        float[] x = new float[rank];
        for (int f = rank - 1; f >= 0; f--) {
            for (int g = f + 1; g < rank; g++) {
                b[f] -= lower[g * rank + f] * b[g];
            }
            b[f] /= lower[f * rank + f];
            x[f] = (float) b[f];
        }
        return x;
    }

    /** The inner product of a row's factors with {@code other} [rank]. */
    public float product(int row, float[] other) {
        double sum = 0;
        for (int f = 0; f < rank; f++) {
            sum += (double) factors[row * rank + f] * other[f];
        }
        return (float) sum;
    }

    boolean isLearnt(int row) {
        for (int f = 0; f < rank; f++) {
            if (factors[row * rank + f] != 0) {
                return true;
            }
        }
        return false;
    }
}
