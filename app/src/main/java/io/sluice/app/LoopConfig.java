package io.sluice.app;

import io.sluice.app.config.TrainerConfig;
import java.time.LocalTime;
import java.util.List;

/**
 * When the loop retrains, and what it tries.
 *
 * @param dayStarts when a day begins, UTC
 * @param sabotagedCycles cycles in which a bad candidate is put to the gate on top
 */
record LoopConfig(LocalTime dayStarts, TrainerConfig trainer, List<Integer> sabotagedCycles) {
    LoopConfig {
        sabotagedCycles = List.copyOf(sabotagedCycles);
    }
}
