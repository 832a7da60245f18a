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
    private final Settings settings;
    private float[] rowFactors;
    private float[] columnFactors;

    /**
     * What is minimised, and how.
     *
     * @param rank factors per row and column, at least 1
     * @param regularisation λ, above 0
     * @param steps of conjugate gradients for rows with more than a few entries; 0 solves every row exactly
     */
    public record Settings(int rank, double regularisation, int steps) {
        public Settings {
            if (rank < 1 || steps < 0) {
                throw new IllegalArgumentException(
                        "rank must be at least 1 and steps at least 0, got " + rank + " and " + steps);
            }
            if (!(regularisation > 0) || Double.isInfinite(regularisation)) {
                throw new IllegalArgumentException("regularisation must be finite and above 0, got " + regularisation);
            }
        }

        private RowSolver.Method method() {
            return steps == 0 ? RowSolver.Method.exact(rank) : RowSolver.Method.steps(steps);
        }
    }

    /** @param columnFactors to begin with, [columns × rank], row-major; taken over */
    public Factorisation(Confidences byRow, Settings settings, float[] columnFactors) {
        if (columnFactors.length != (long) byRow.width() * settings.rank) {
            throw new IllegalArgumentException("needs " + settings.rank + " factors for each of " + byRow.width()
                    + " columns, got " + columnFactors.length);
        }
        this.byRow = byRow;
        this.byColumn = byRow.transposed();
        this.settings = settings;
        this.rowFactors = new float[Math.multiplyExact(byRow.rows(), settings.rank)];
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
        rowFactors = solved(byRow, rowFactors, columnFactors, false).factors;
        Solved columns = solved(byColumn, columnFactors, rowFactors, true);
        columnFactors = columns.factors;
        return (columns.loss + settings.regularisation * squares(rowFactors)) / Math.max(1, byRow.size());
    }

    /** [rows × rank], row-major; zeros before the first sweep; borrowed. */
    public float[] rowFactors() {
        return rowFactors;
    }

    /** [columns × rank], row-major; borrowed. */
    public float[] columnFactors() {
        return columnFactors;
    }

    /** How many columns, those of the row's own entries left out, score higher in {@code row} than {@code column} does. */
    int better(int row, int column) {
        float wanted = product(row, column);
        int better = 0;
        for (int other = 0; other < byRow.width(); other++) {
            better += product(row, other) > wanted ? 1 : 0;
        }
        for (int at = byRow.from(row); at < byRow.to(row); at++) {
            better -= product(row, byRow.columns()[at]) > wanted ? 1 : 0;
        }
        return better;
    }

    private float product(int row, int column) {
        float sum = 0;
        for (int f = 0; f < settings.rank; f++) {
            sum = Math.fma(rowFactors[row * settings.rank + f], columnFactors[column * settings.rank + f], sum);
        }
        return sum;
    }

    private record Solved(float[] factors, double loss) {}

    private Solved solved(Confidences rows, float[] before, float[] other, boolean measured) {
        WhitenedFactors whitened = WhitenedFactors.of(other, settings.rank, settings.regularisation);
        float[] factors = settings.steps == 0
                ? new float[Math.multiplyExact(rows.rows(), whitened.width())]
                : whitened.whitened(before);
        int chunk = Math.max(1, Math.min(LONGEST_CHUNK, rows.rows() / 32));
        double[] losses = IntStream.range(0, (rows.rows() + chunk - 1) / chunk)
                .parallel()
                .mapToDouble(at ->
                        solve(rows, whitened, at * chunk, Math.min(rows.rows(), (at + 1) * chunk), factors, measured))
                .toArray();
        return new Solved(whitened.unwhitened(factors), Arrays.stream(losses).reduce(0, Double::sum));
    }

    /**
     * With r what is left of b in Ax = b, a row's quadratic objective is what it is without factors less xᵀb and xᵀr:
     * Σ (1 + c)(1 − xᵀy) − xᵀr.
     */
    private double solve(Confidences rows, WhitenedFactors other, int from, int to, float[] x, boolean measured) {
        RowSolver solver = other.solver(settings.method());
        int width = other.width();
        double loss = 0;
        for (int row = from; row < to; row++) {
            loss -= solver.solve(
                    other.rows(), rows.columns(), rows.values(), rows.from(row), rows.to(row), x, row * width);
            for (int at = rows.from(row); measured && at < rows.to(row); at++) {
                loss += (1.0 + rows.values()[at])
                        * (1 - solver.product(x, row * width, other.rows(), rows.columns()[at] * width));
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
