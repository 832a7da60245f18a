package io.sluice.trainer.als;

import io.sluice.models.algebra.RowSolver;
import io.sluice.models.algebra.WhitenedFactors;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Factors X of rows and Y of columns that minimise Σ (1 + c)(p − xᵀy)² + λ(‖X‖² + ‖Y‖²) over all pairs, where p is 1 for
 * entries and 0 for others. Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", 2008.
 * Deviations: each half-sweep solves in the space in which the other side's YᵀY + λI is the identity, and rows with few
 * entries are solved in their entries.
 *
 * <p>Work is spread over the threads of the fork-join pool that it is called in; the bytes do not depend on how many there
 * are, nor on whether the JVM has the Vector API. Memory: the entries, both sides' factors, and one side's once more.
 */
public final class Factorisation {
    private static final int LONGEST_CHUNK = 256;

    private final Confidences byRow;
    private final Confidences byColumn;
    private final int rank;
    private final double regularisation;
    private float[] rowFactors;
    private float[] columnFactors;

    /**
     * @param rank factors per row and column, at least 1
     * @param regularisation λ, above 0
     * @param columnFactors to begin with, [columns × rank], row-major; taken over
     */
    public Factorisation(Confidences byRow, int rank, double regularisation, float[] columnFactors) {
        if (columnFactors.length != (long) byRow.width() * rank) {
            throw new IllegalArgumentException("needs " + rank + " factors for each of " + byRow.width()
                    + " columns, got " + columnFactors.length);
        }
        this.byRow = byRow;
        this.byColumn = byRow.transposed();
        this.rank = rank;
        this.regularisation = regularisation;
        this.rowFactors = new float[0];
        this.columnFactors = columnFactors;
    }

    /** Small random factors for columns that have entries, zeros for others. Every column draws, so none depends on others' entries. */
    public static float[] randomColumns(Confidences byRow, int rank, long seed) {
        boolean[] touched = new boolean[byRow.width()];
        for (int column : byRow.columns()) {
            touched[column] = true;
        }
        Random random = new Random(seed);
        float[] factors = new float[Math.multiplyExact(byRow.width(), rank)];
        for (int at = 0; at < factors.length; at++) {
            float drawn = (float) (0.1 * random.nextGaussian());
            factors[at] = touched[at / rank] ? drawn : 0;
        }
        return factors;
    }

    /**
     * Solves for the rows, then for the columns.
     *
     * @return the objective, per entry
     * @throws IllegalArgumentException if the factors are no longer finite
     */
    public double sweep() {
        double[] unused = new double[1];
        rowFactors = solved(byRow, columnFactors, unused);
        double[] loss = new double[1];
        columnFactors = solved(byColumn, rowFactors, loss);
        return (loss[0] + regularisation * squares(rowFactors)) / Math.max(1, byRow.size());
    }

    /** [rows × rank], row-major; empty before the first sweep; borrowed. */
    public float[] rowFactors() {
        return rowFactors;
    }

    /** [columns × rank], row-major; borrowed. */
    public float[] columnFactors() {
        return columnFactors;
    }

    private float[] solved(Confidences rows, float[] other, double[] loss) {
        WhitenedFactors whitened = WhitenedFactors.of(other, rank, regularisation);
        int width = whitened.width();
        float[] solved = new float[Math.multiplyExact(rows.rows(), width)];
        int chunk = Math.max(1, Math.min(LONGEST_CHUNK, rows.rows() / 32));
        double[] losses = IntStream.range(0, (rows.rows() + chunk - 1) / chunk)
                .parallel()
                .mapToDouble(at -> solve(rows, whitened, at * chunk, Math.min(rows.rows(), (at + 1) * chunk), solved))
                .toArray();
        loss[0] = Arrays.stream(losses).reduce(0, Double::sum);
        return whitened.unwhitened(solved);
    }

    /** At a row's minimum the quadratic objective is what it is without factors less xᵀb: Σ (1 + c)(1 − xᵀy). */
    private static double solve(Confidences rows, WhitenedFactors other, int from, int to, float[] solved) {
        RowSolver solver = other.solver();
        int width = other.width();
        double loss = 0;
        for (int row = from; row < to; row++) {
            solver.solve(
                    other.rows(), rows.columns(), rows.values(), rows.from(row), rows.to(row), solved, row * width);
            for (int at = rows.from(row); at < rows.to(row); at++) {
                loss += (1.0 + rows.values()[at])
                        * (1 - solver.product(solved, row * width, other.rows(), rows.columns()[at] * width));
            }
        }
        return loss;
    }

    private static double squares(float[] factors) {
        double sum = 0;
        for (float factor : factors) {
            sum += (double) factor * factor;
        }
        return sum;
    }
}
