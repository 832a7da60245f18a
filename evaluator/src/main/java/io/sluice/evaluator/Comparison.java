package io.sluice.evaluator;

import io.sluice.metrics.SessionScores;
import java.util.Optional;

/**
 * One model against another on the same sessions, by one metric, paired per session and clustered by user.
 *
 * @param subject what was compared, as {@code candidate - champion} or a slice's name
 * @param differing sessions on which the two do not score alike
 * @param reference mean of the other model over sessions
 * @param candidate mean of the candidate
 * @param difference candidate minus reference
 * @param standardError of the difference
 * @param degrees of freedom of the t interval
 * @param analytic t interval
 * @param bootstrap percentile interval, where it was asked for
 * @param level one-sided error of each bound
 * @param margin what may be forgiven, in units of the metric
 * @param detectable the true difference that would have been found in four of five such holdouts
 */
public record Comparison(
        String subject,
        int sessions,
        int users,
        int differing,
        double reference,
        double candidate,
        double difference,
        double standardError,
        double degrees,
        Interval analytic,
        Optional<Interval> bootstrap,
        double level,
        double margin,
        double detectable) {
    private static final double POWER = 0.8;

    /**
     * Compares.
     *
     * @param marginShare what may be forgiven, as a share of the reference's mean
     * @throws IllegalArgumentException if the two do not speak of the same sessions
     */
    public static Comparison of(
            String subject, SessionScores reference, SessionScores candidate, double marginShare, Terms terms) {
        PairedDifferences differences = PairedDifferences.of(reference, candidate);
        StudentT t = new StudentT(differences.degreesOfFreedom());
        double mean = differences.mean();
        double error = differences.standardError();
        double reach = t.above(terms.level()) * error;
        return new Comparison(
                subject,
                differences.sessions(),
                differences.users(),
                differences.differing(),
                reference.mean(),
                candidate.mean(),
                mean,
                error,
                differences.degreesOfFreedom(),
                new Interval(mean - reach, mean + reach),
                terms.replicates() == 0
                        ? Optional.empty()
                        : Optional.of(new ClusterBootstrap(terms.replicates(), terms.seed())
                                .interval(differences, terms.level())),
                terms.level(),
                marginShare * reference.mean(),
                reach + t.above(1 - POWER) * error);
    }

    /**
     * What is decided by: the wider of the two. Far out in the tail a few thousand replicates leave only a handful beyond
     * the bound, and the t interval knows nothing of skewness; neither alone may open the gate.
     */
    public Interval interval() {
        return bootstrap.map(analytic::hull).orElse(analytic);
    }

    /** Whether the candidate is better for sure. */
    public boolean isBetter() {
        return level > 0 && interval().low() > 0;
    }

    public boolean isWorse() {
        return interval().high() < 0;
    }

    /** Whether the candidate is not worse by more than the margin. Equal throughout is not worse, whatever the margin. */
    public boolean isNotInferior() {
        return level > 0 && interval().low() > -margin || standardError == 0 && difference >= 0;
    }

    /** One-sided p-value of "worse by more than the margin", for slices: small where harm is sure. */
    public double harmProbability() {
        if (standardError == 0) {
            return difference < -margin ? 0.0 : 1.0;
        }
        return new StudentT(degrees).below((difference + margin) / standardError);
    }

    /**
     * How intervals are made.
     *
     * @param replicates of the bootstrap; 0 for the analytic interval alone
     */
    public record Terms(double level, int replicates, long seed) {}
}
