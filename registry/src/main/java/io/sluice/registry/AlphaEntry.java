package io.sluice.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * One decision's share of the error budget: a line of the α ledger.
 *
 * @param sequence gapless per registry, from 1
 * @param window names the holdout by its content
 * @param candidate the version on trial
 * @param level one-sided error probability that the decision may take
 * @param eventTime end of the holdout
 * @param spent what it took: the level if a test was made, 0 if not; empty until the verdict is recorded
 * @param told what the trainer was told of the candidate's score, if anything
 */
public record AlphaEntry(
        long sequence,
        String model,
        String window,
        String candidate,
        double level,
        Instant eventTime,
        Optional<Double> spent,
        Optional<Double> told) {

    /** What counts against the budget: what was spent, and everything that was granted until that is known. */
    public double charged() {
        return spent.orElse(level);
    }
}
