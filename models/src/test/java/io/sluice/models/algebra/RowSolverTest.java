package io.sluice.models.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSolverTest {
    private static final int ROWS = 700;
    private static final double REGULARISATION = 0.7;
    /** In factors, in entries, and by as many steps as it takes. */
    private static final List<RowSolver.Method> METHODS =
            List.of(new RowSolver.Method(0, 0), new RowSolver.Method(700, 0), new RowSolver.Method(0, 60));

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 3", "16, 5", "16, 16", "20, 40", "64, 31", "64, 33", "128, 30", "128, 600"})
    void shouldSolveTheNormalEquationsHoweverManyEntriesThereAre(int rank, int entries) {
        Case given = new Case(rank, entries, 7);
        double[] expected = given.solvedInDoublePrecision();

        for (Kernel kernel : Kernels.all()) {
            for (RowSolver.Method method : METHODS) {
                float[] solved = given.solved(kernel, method);

                for (int f = 0; f < rank; f++) {
                    assertThat((double) solved[f])
                            .as("factor %s of %s by %s, %s", f, rank, kernel.name(), method)
                            .isCloseTo(expected[f], within(2e-3 * largest(expected)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 5", "40, 9", "128, 30", "128, 300"})
    void shouldGiveTheSameBitsOnEveryKernel(int rank, int entries) {
        Case given = new Case(rank, entries, 3);

        for (RowSolver.Method method : METHODS) {
            float[] plain = given.solved(new PlainKernel(), method);
            for (Kernel kernel : Kernels.all()) {
                assertThat(given.solved(kernel, method)).as(kernel.name()).isEqualTo(plain);
            }
        }
    }

    @Test
    void shouldWhitenToTheSameBitsWithOneThreadAndWithTwo() throws Exception {
        float[] factors = new Case(24, 1, 5).factors(5000);

        float[] one = inPool(1, factors);
        float[] two = inPool(2, factors);

        assertThat(one).isEqualTo(two);
    }

    @Test
    void shouldLeaveARowWithoutEntriesAtZero() {
        WhitenedFactors whitened = WhitenedFactors.of(new Case(16, 1, 1).factors(20), 16, 1);
        float[] x = new float[16];
        Arrays.fill(x, 9);

        whitened.solver(RowSolver.Method.exact(16)).solve(whitened.rows(), new int[0], new float[0], 0, 0, x, 0);

        assertThat(x).containsOnly(0);
    }

    @Test
    void shouldRefuseFactorsThatAreNotFiniteAndRegularisationThatIsNotPositive() {
        float[] factors = new Case(16, 1, 1).factors(20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WhitenedFactors.of(factors, 16, 0))
                .withMessageContaining("regularisation must be finite and above 0, got 0.0");
        factors[33] = Float.NaN;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WhitenedFactors.of(factors, 16, 1))
                .withMessageContaining("a factor is not finite");
    }

    private static float[] inPool(int threads, float[] factors) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> WhitenedFactors.of(factors, 24, 1).rows()).get();
        } finally {
            pool.shutdown();
        }
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    }

    private static final class Case {
        private final int rank;
        private final int[] rows;
        private final float[] confidences;
        private final float[] factors;

        private Case(int rank, int entries, long seed) {
            this.rank = rank;
            this.factors = factors(ROWS);
            Random random = new Random(seed);
            this.rows = IntStream.range(0, entries).map(at -> (at * 17) % ROWS).toArray();
            this.confidences = new float[entries];
            for (int at = 0; at < entries; at++) {
                confidences[at] = 20 * random.nextFloat();
            }
        }

        private float[] factors(int count) {
            Random random = new Random(rank);
            float[] numbers = new float[count * rank];
            for (int at = 0; at < numbers.length; at++) {
                numbers[at] = (float) (0.3 * random.nextGaussian());
            }
            return numbers;
        }

        private float[] solved(Kernel kernel, RowSolver.Method method) {
            WhitenedFactors whitened = WhitenedFactors.of(kernel, factors, rank, REGULARISATION);
            float[] x = new float[whitened.width()];
            whitened.solver(method).solve(whitened.rows(), rows, confidences, 0, rows.length, x, 0);
            return whitened.unwhitened(x);
        }

        private double[] solvedInDoublePrecision() {
            double[] a = new double[rank * rank];
            double[] b = new double[rank];
            for (int row = 0; row < ROWS; row++) {
                addOuter(a, row, 1);
            }
            for (int f = 0; f < rank; f++) {
                a[f * rank + f] += REGULARISATION;
            }
            for (int at = 0; at < rows.length; at++) {
                addOuter(a, rows[at], confidences[at]);
                for (int f = 0; f < rank; f++) {
                    b[f] += (1.0 + confidences[at]) * factors[rows[at] * rank + f];
                }
            }
            double[] inverse = LowerTriangle.inverse(LowerTriangle.cholesky(a, rank), rank);
            double[] x = new double[rank];
            for (int k = 0; k < rank; k++) {
                double z = 0;
                for (int f = 0; f <= k; f++) {
                    z += inverse[k * rank + f] * b[f];
                }
                for (int f = 0; f <= k; f++) {
                    x[f] += inverse[k * rank + f] * z;
                }
            }
            return x;
        }

        private void addOuter(double[] a, int row, double factor) {
            for (int f = 0; f < rank; f++) {
                for (int g = 0; g < rank; g++) {
                    a[f * rank + g] += factor * factors[row * rank + f] * factors[row * rank + g];
                }
            }
        }
    }
}
