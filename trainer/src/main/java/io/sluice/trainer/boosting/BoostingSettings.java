package io.sluice.trainer.boosting;

/**
 * How trees are grown.
 *
 * @param trees at most
 * @param leaves per tree, at least 2
 * @param rate how much of its answer each tree gives, in (0, 1]
 * @param l2 weight of a leaf's squared answer, above 0
 * @param leastCurvature what a leaf must hold of the loss's second derivative, at least 0
 * @param patience after how many trees without a better validation loss growing stops, at least 1
 */
public record BoostingSettings(int trees, int leaves, double rate, double l2, double leastCurvature, int patience) {
    public BoostingSettings {
        if (trees < 0 || leaves < 2 || patience < 1) {
            throw new IllegalArgumentException("needs trees >= 0, leaves >= 2 and patience >= 1, got " + trees + ", "
                    + leaves + " and " + patience);
        }
        if (!(rate > 0 && rate <= 1) || !(l2 > 0) || !(leastCurvature >= 0)) {
            throw new IllegalArgumentException("needs 0 < rate <= 1, l2 > 0 and least curvature >= 0, got " + rate
                    + ", " + l2 + " and " + leastCurvature);
        }
    }
}
