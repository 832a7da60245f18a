package io.sluice.models.algebra;

/** Cholesky factors in double precision, once per side and sweep. */
final class LowerTriangle {
    private LowerTriangle() {}

    /**
     * L with LLᵀ = A.
     *
     * @param a [order × order], row-major, symmetric; destroyed
     * @throws IllegalArgumentException if A is not positive definite, which factors that are not finite lead to
     */
    static double[] cholesky(double[] a, int order) {
        for (int row = 0; row < order; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = a[row * order + column];
                for (int k = 0; k < column; k++) {
                    sum -= a[row * order + k] * a[column * order + k];
                }
                if (row == column && !(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("the factors' products are not positive definite (pivot " + sum
                            + " in column " + row + "): a factor is not finite, or the regularisation is too small");
                }
                a[row * order + column] = row == column ? Math.sqrt(sum) : sum / a[column * order + column];
            }
        }
        return a;
    }

    /** L⁻¹ [order × order], row-major, zeros above the diagonal. */
    static double[] inverse(double[] lower, int order) {
        double[] inverse = new double[order * order];
        for (int column = 0; column < order; column++) {
            for (int row = column; row < order; row++) {
                double sum = row == column ? 1 : 0;
                for (int k = column; k < row; k++) {
                    sum -= lower[row * order + k] * inverse[k * order + column];
                }
                inverse[row * order + column] = sum / lower[row * order + row];
            }
        }
        return inverse;
    }
}
