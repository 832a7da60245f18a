package io.sluice.evaluator;

import java.util.Optional;

/**
 * What a trainer may learn of a holdout's scores: a new best is told only if it beats the best told so far by a step, and
 * then rounded to whole steps. So many trials on one holdout cannot climb on its noise. Blum and Hardt, "The Ladder: a
 * reliable leaderboard for machine learning competitions", 2015, with a fixed step.
 *
 * @param step in units of the metric
 */
record Ladder(double step) {
    Ladder {
        if (!(step > 0)) {
            throw new IllegalArgumentException("a ladder's step must be positive, got " + step);
        }
    }

    /**
     * What is told after {@code score}.
     *
     * @param told the best told so far on this holdout, if any
     */
    double tell(Optional<Double> told, double score) {
        return told.filter(best -> score < best + step).orElseGet(() -> Math.rint(score / step) * step);
    }
}
