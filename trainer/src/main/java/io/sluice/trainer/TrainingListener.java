package io.sluice.trainer;

import io.sluice.models.Family;

/** Hears how a training run goes while it goes: the points of live curves. Called on the training thread. */
@FunctionalInterface
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = (family, epoch, metric, value) -> {};

    /**
     * One point of a curve.
     *
     * @param epoch from 1; families that learn in one pass report 1 only
     * @param metric such as {@code train-log-loss}
     */
    void measured(Family family, int epoch, String metric, double value);
}
