package io.sluice.evaluator;

import io.sluice.dataset.TimeRange;
import io.sluice.metrics.Holdout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision rests on.
 *
 * @param seed of every bootstrap: a hash of holdout, champion and candidate
 * @param againstChampion by the primary metric; empty without champion or metric
 * @param againstPopularity by the primary metric; empty without metric
 * @param againstBest by the primary metric; empty if there is no such model
 * @param slices candidate against champion, where the support suffices
 * @param probeFaults what went wrong when the candidate was asked beyond the holdout (no context, unknown items)
 */
public record Evidence(
        Window window,
        Measured candidate,
        Optional<Measured> champion,
        Measured popularity,
        Optional<Measured> bestOfWeek,
        long seed,
        Optional<Comparison> againstChampion,
        Optional<Comparison> againstPopularity,
        Optional<Comparison> againstBest,
        List<Comparison> slices,
        List<String> probeFaults,
        boolean frozen,
        Optional<String> championUnloadable) {
    public Evidence {
        slices = List.copyOf(slices);
        probeFaults = List.copyOf(probeFaults);
    }

    /** The holdout that was used. */
    public record Window(
            TimeRange range,
            String sha256,
            int sessions,
            int users,
            int targets,
            Instant earliestTarget,
            Instant earliestArrival) {
        static Window of(Holdout holdout) {
            return new Window(
                    holdout.range(),
                    holdout.sha256(),
                    holdout.sessions(),
                    holdout.users(),
                    holdout.targets(),
                    holdout.earliest(),
                    holdout.earliestArrival());
        }
    }
}
