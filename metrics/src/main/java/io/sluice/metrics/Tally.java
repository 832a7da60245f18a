package io.sluice.metrics;

/**
 * What was counted while a model answered.
 *
 * @param scored targets that were sellable and asked for
 * @param unsellableTargets targets that could not be bought at their moment; not scored
 * @param failures questions on which the model threw
 * @param firstFailure the first of them in event-time order, empty text if none
 * @param nonFinite recommendations whose score was not a finite number
 * @param unsellable recommendations of items that could not be bought at that moment
 * @param invalid recommendations outside the model's own catalogue or repeated in one list
 * @param distinctItems items recommended at least once
 * @param catalogue items sellable at the last target's moment; the model's whole catalogue where the shop tells no stock
 * @param gini how unequally recommendations fall on the catalogue, in [0, 1]
 * @param p50Nanos median time for one answer, wall clock: evidence, not part of any hash
 * @param p99Nanos the same at 99 of 100
 */
public record Tally(
        int scored,
        int unsellableTargets,
        long failures,
        String firstFailure,
        long nonFinite,
        long unsellable,
        long invalid,
        int distinctItems,
        int catalogue,
        double gini,
        long p50Nanos,
        long p99Nanos) {

    /** Share of the catalogue that was recommended at least once, in [0, 1]. */
    public double coverage() {
        return catalogue == 0 ? 0.0 : Math.min(1.0, (double) distinctItems / catalogue);
    }
}
