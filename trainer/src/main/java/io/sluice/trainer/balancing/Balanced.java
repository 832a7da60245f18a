package io.sluice.trainer.balancing;

import io.sluice.trainer.tribuo.FeatureTable;

/**
 * Rows to learn from, and how to correct what is learnt for how they were chosen. Saerens, Latinne and Decaestecker,
 * "Adjusting the outputs of a classifier to new a priori probabilities", 2002; Dal Pozzolo et al., "Calibrating probability
 * with undersampling for unbalanced classification", 2015.
 *
 * @param oddsFactor how much higher the odds of converting are among these rows than in truth, above 0
 */
public record Balanced(FeatureTable table, double oddsFactor) {
    static Balanced of(FeatureTable truth, FeatureTable balanced) {
        double before = truth.mass(true) / truth.mass(false);
        double after = balanced.mass(true) / balanced.mass(false);
        return new Balanced(balanced, after / before);
    }

    /** The probability in truth where a model that learnt from these rows says {@code probability}. */
    public double corrected(double probability) {
        return probability / (probability + (1 - probability) * oddsFactor);
    }
}
