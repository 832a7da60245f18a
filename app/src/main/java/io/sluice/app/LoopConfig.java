package io.sluice.app;

import io.sluice.trainer.Recipe;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/**
 * When the loop retrains, and what it tries.
 *
 * @param model registered name
 * @param dayStarts when a day begins, UTC
 * @param period between two retrainings; also the length of a holdout
 * @param window the longest history that a model learns from
 * @param freezeAfter the champion of this moment is kept aside, to show what retraining is worth
 * @param recipes what competes on validation
 * @param sabotagedCycles cycles in which a bad candidate is put to the gate on top
 */
record LoopConfig(
        String model,
        LocalTime dayStarts,
        Duration period,
        Duration window,
        Duration freezeAfter,
        List<Recipe> recipes,
        List<Integer> sabotagedCycles) {
    LoopConfig {
        recipes = List.copyOf(recipes);
        sabotagedCycles = List.copyOf(sabotagedCycles);
        if (period.toMinutes() < 1) {
            throw new IllegalArgumentException("trainer.period must be at least a minute, got " + period);
        }
    }
}
