package io.sluice.evaluator;

import java.util.List;
import java.util.Optional;

/**
 * Who is compared, and under which circumstances.
 *
 * @param champion who holds the alias, if anybody does and can be loaded
 * @param popularity the counting baseline, retrained on what the candidate learnt from: the floor
 * @param yardsticks former champions that the candidate must not fall behind
 */
public record Contest(
        Contender candidate,
        Optional<Contender> champion,
        Contender popularity,
        List<Contender> yardsticks,
        Circumstances circumstances) {
    public Contest {
        yardsticks = List.copyOf(yardsticks);
    }

    /**
     * What the decision rests on beside the models.
     *
     * @param spending what the ledger grants
     * @param usual what the newest stretch of training data is usually like
     * @param frozen whether promotions are stopped by hand
     * @param championUnloadable why the champion could not be loaded, if that is why there is none
     */
    public record Circumstances(
            Spending spending, Optional<TrainingVolume> usual, boolean frozen, Optional<String> championUnloadable) {
        /** Nothing out of the ordinary. */
        public static Circumstances ordinary(GatePolicy policy) {
            return new Circumstances(Spending.first(policy.testing()), Optional.empty(), false, Optional.empty());
        }
    }
}
