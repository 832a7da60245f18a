package io.sluice.metrics;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How well predicted probabilities agree with what happened. Every method takes one probability in [0, 1] and one outcome
 * per example, in any order, and neither keeps nor changes the arrays; sums run in a fixed order, so values repeat bit for
 * bit.
 *
 * @see Reliability for calibration
 */
public final class ClassificationMetrics {
    /** Probabilities are kept this far from 0 and 1 before a logarithm is taken, as scikit-learn does in doubles. */
    private static final double EPSILON = Math.ulp(1.0);

    private ClassificationMetrics() {}

    /** Mean negative log-likelihood in nats; probabilities of exactly 0 and 1 are moved inwards by one ulp of 1. */
    public static double logLoss(double[] probabilities, boolean[] outcomes) {
        check(probabilities, outcomes);
        double sum = 0.0;
        for (int i = 0; i < outcomes.length; i++) {
            double probability = Math.min(1 - EPSILON, Math.max(EPSILON, probabilities[i]));
            sum -= StrictMath.log(outcomes[i] ? probability : 1 - probability);
        }
        return sum / outcomes.length;
    }

    /** Mean squared error of the probabilities; Brier, "Verification of forecasts expressed in terms of probability", 1950. */
    public static double brier(double[] probabilities, boolean[] outcomes) {
        check(probabilities, outcomes);
        double sum = 0.0;
        for (int i = 0; i < outcomes.length; i++) {
            double error = probabilities[i] - (outcomes[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / outcomes.length;
    }

    /**
     * Probability that a positive example scores above a negative one, ties counting half: the area under the ROC curve.
     *
     * @throws IllegalArgumentException unless both outcomes occur
     */
    public static double areaUnderRoc(double[] probabilities, boolean[] outcomes) {
        Integer[] ascending = byProbability(probabilities, outcomes);
        long positives = positives(outcomes);
        long negatives = outcomes.length - positives;
        if (positives == 0 || negatives == 0) {
            throw new IllegalArgumentException("the area under the ROC curve needs both outcomes, got " + positives
                    + " positive and " + negatives + " negative");
        }
        double rankSum = 0.0;
        for (int from = 0; from < ascending.length; ) {
            int to = endOfTie(probabilities, ascending, from);
            double midRank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                rankSum += outcomes[ascending[i]] ? midRank : 0;
            }
            from = to;
        }
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    /**
     * Sum over thresholds of the recall gained times the precision there; tied probabilities share one threshold.
     *
     * @throws IllegalArgumentException if no outcome is positive
     */
    public static double averagePrecision(double[] probabilities, boolean[] outcomes) {
        Integer[] ascending = byProbability(probabilities, outcomes);
        long positives = positives(outcomes);
        if (positives == 0) {
            throw new IllegalArgumentException("average precision needs a positive outcome, got none");
        }
        double sum = 0.0;
        long found = 0;
        for (int to = ascending.length; to > 0; ) {
            int from = startOfTie(probabilities, ascending, to);
            long gained = 0;
            for (int i = from; i < to; i++) {
                gained += outcomes[ascending[i]] ? 1 : 0;
            }
            found += gained;
            sum += (double) gained / positives * found / (ascending.length - from);
            to = from;
        }
        return sum;
    }

    /** What predicting "positive" from {@code threshold} on gets right and wrong. */
    public static Confusion at(double threshold, double[] probabilities, boolean[] outcomes) {
        check(probabilities, outcomes);
        long[] counts = new long[4];
        for (int i = 0; i < outcomes.length; i++) {
            counts[(probabilities[i] >= threshold ? 2 : 0) + (outcomes[i] ? 1 : 0)]++;
        }
        return new Confusion(counts[3], counts[2], counts[1], counts[0]);
    }

    /** Counts of a yes-or-no prediction. Shares over nothing are 0. */
    public record Confusion(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
        public double precision() {
            return share(truePositives, truePositives + falsePositives);
        }

        public double recall() {
            return share(truePositives, truePositives + falseNegatives);
        }

        /** Harmonic mean of precision and recall. */
        public double f1() {
            return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
        }

        public double accuracy() {
            return share(
                    truePositives + trueNegatives, truePositives + falsePositives + falseNegatives + trueNegatives);
        }

        private static double share(long part, long whole) {
            return whole == 0 ? 0.0 : (double) part / whole;
        }
    }

    static void check(double[] probabilities, boolean[] outcomes) {
        if (probabilities.length != outcomes.length || outcomes.length == 0) {
            throw new IllegalArgumentException("one probability per outcome and at least one, got "
                    + probabilities.length + " and " + outcomes.length);
        }
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability lies in [0, 1], got " + probability);
            }
        }
    }

    private static Integer[] byProbability(double[] probabilities, boolean[] outcomes) {
        check(probabilities, outcomes);
        Integer[] ascending = new Integer[outcomes.length];
        Arrays.setAll(ascending, i -> i);
        Arrays.sort(ascending, Comparator.comparingDouble(i -> probabilities[i]));
        return ascending;
    }

    private static int endOfTie(double[] probabilities, Integer[] ascending, int from) {
        int to = from + 1;
        while (to < ascending.length && probabilities[ascending[to]] == probabilities[ascending[from]]) {
            to++;
        }
        return to;
    }

    private static int startOfTie(double[] probabilities, Integer[] ascending, int to) {
        int from = to - 1;
        while (from > 0 && probabilities[ascending[from - 1]] == probabilities[ascending[to - 1]]) {
            from--;
        }
        return from;
    }

    private static long positives(boolean[] outcomes) {
        long positives = 0;
        for (boolean outcome : outcomes) {
            positives += outcome ? 1 : 0;
        }
        return positives;
    }
}
