package io.sluice.app.bench;

import io.sluice.models.algebra.Kernels;
import io.sluice.models.algebra.RowSolver;
import io.sluice.models.algebra.WhitenedFactors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/**
 * How near one thread comes to what it can do at most, when it solves rows of {@value #ENTRIES} entries at rank
 * {@value #RANK}: Gram matrix, Cholesky factorisation and substitution. Times are the thread's own processor time, and the
 * peak is measured between the repetitions, so that other work on the machine weighs on both.
 *
 * @param peak operations per second, median
 * @param inFactors useful operations per second with as many unknowns as factors, median
 * @param share of the peak, median of the repetitions' shares
 * @param microsPerRowInEntries the same rows solved in as many unknowns as entries
 * @param microsPerRowInSteps the same rows by three steps of conjugate gradients
 */
record KernelShare(
        double peak,
        double inFactors,
        double share,
        double microsPerRow,
        double microsPerRowInEntries,
        double microsPerRowInSteps) {
    private static final int RANK = 128;
    private static final int ENTRIES = 30;
    private static final int ROWS = 20_000;
    private static final int REPETITIONS = 9;

    static KernelShare measured() {
        Random random = new Random(1);
        float[] factors = new float[ROWS * RANK];
        for (int at = 0; at < factors.length; at++) {
            factors[at] = (float) (0.1 * random.nextGaussian());
        }
        int[] rows = random.ints((long) ROWS * ENTRIES, 0, ROWS).toArray();
        float[] confidences = new float[rows.length];
        for (int at = 0; at < rows.length; at++) {
            confidences[at] = 1 + 10 * random.nextFloat();
        }
        WhitenedFactors whitened = WhitenedFactors.of(factors, RANK, 1);
        double[] peaks = new double[REPETITIONS];
        double[] seconds = new double[REPETITIONS];
        double[] entrySeconds = new double[REPETITIONS];
        double[] stepSeconds = new double[REPETITIONS];
        double[] shares = new double[REPETITIONS];
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            peaks[repetition] = Kernels.peak();
            seconds[repetition] = seconds(whitened, whitened.solver(new RowSolver.Method(0, 0)), rows, confidences);
            entrySeconds[repetition] =
                    seconds(whitened, whitened.solver(new RowSolver.Method(ENTRIES, 0)), rows, confidences);
            stepSeconds[repetition] = seconds(whitened, whitened.solver(new RowSolver.Method(0, 3)), rows, confidences);
            shares[repetition] = useful() / seconds[repetition] / peaks[repetition];
        }
        double median = median(seconds);
        return new KernelShare(
                median(peaks),
                useful() / median,
                median(shares),
                median / ROWS * 1e6,
                median(entrySeconds) / ROWS * 1e6,
                median(stepSeconds) / ROWS * 1e6);
    }

    /** Half of a symmetric product, a Cholesky factorisation, two substitutions; nothing that padding adds. */
    private static double useful() {
        double rank = RANK;
        return ROWS * (ENTRIES * rank * rank + rank * rank * rank / 3 + 2 * rank * rank);
    }

    private static double seconds(WhitenedFactors other, RowSolver solver, int[] rows, float[] confidences) {
        float[] x = new float[other.width()];
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int row = 0; row < ROWS; row++) {
            solver.solve(other.rows(), rows, confidences, row * ENTRIES, (row + 1) * ENTRIES, x, 0);
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9;
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
