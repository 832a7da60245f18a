package io.sluice.app;

import io.sluice.app.config.TrainerConfig;
import io.sluice.simulator.Tastes;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * When the loop retrains, and what it tries.
 *
 * @param dayStarts when a day begins, UTC
 * @param sabotagedCycles cycles in which a bad candidate is put to the gate on top
 * @param tastes what shoppers truly want, where the shop is a simulated one: for the report only
 */
record LoopConfig(LocalTime dayStarts, TrainerConfig trainer, List<Integer> sabotagedCycles, Optional<Tastes> tastes) {
    LoopConfig {
        sabotagedCycles = List.copyOf(sabotagedCycles);
    }
}
