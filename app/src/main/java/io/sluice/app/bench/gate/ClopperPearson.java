package io.sluice.app.bench.gate;

import java.util.function.DoublePredicate;

/**
 * Exact confidence limits of a rate; Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case
 * of the binomial", 1934. Each limit alone has an error of 5 %.
 *
 * @param hits of {@code trials}
 */
record ClopperPearson(int hits, int trials) {
    private static final double ERROR = 0.05;

    ClopperPearson {
        if (trials < 1 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException("hits lie in [0, trials], got " + hits + " of " + trials);
        }
    }

    double rate() {
        return (double) hits / trials;
    }

    /** The rate at which this few hits would be as rare as 5 %. */
    double upper() {
        return hits == trials ? 1 : edge(rate -> atMost(hits, rate) > ERROR);
    }

    /** The rate at which this many hits would be as rare as 5 %. */
    double lower() {
        return hits == 0 ? 0 : edge(rate -> 1 - atMost(hits - 1, rate) < ERROR);
    }

    /** The largest rate for which {@code holds}, which holds below it. */
    private static double edge(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Probability of at most {@code most} hits. */
    private double atMost(int most, double rate) {
        double logTerm = trials * StrictMath.log1p(-rate);
        double sum = 0;
        for (int hit = 0; hit <= most; hit++) {
            sum += StrictMath.exp(logTerm);
            logTerm += StrictMath.log((double) (trials - hit) / (hit + 1)) + StrictMath.log(rate / (1 - rate));
        }
        return Math.min(1, sum);
    }
}
