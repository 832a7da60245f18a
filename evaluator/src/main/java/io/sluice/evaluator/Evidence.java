package io.sluice.evaluator;

import io.sluice.dataset.TimeRange;
import io.sluice.metrics.Holdout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision rests on.
 *
 * @param yardsticks former champions, scored beside the others
 * @param seed of every bootstrap: a hash of holdout, champion and candidate
 * @param probeFaults what went wrong when the candidate was asked beyond the holdout (no context, unknown items)
 */
public record Evidence(
        Window window,
        Measured candidate,
        Optional<Measured> champion,
        Measured popularity,
        List<Measured> yardsticks,
        Contest.Circumstances circumstances,
        long seed,
        Comparisons comparisons,
        List<String> probeFaults,
        Closeup closeup) {
    public Evidence {
        yardsticks = List.copyOf(yardsticks);
        probeFaults = List.copyOf(probeFaults);
    }

    Evidence with(Comparisons others) {
        return new Evidence(
                window, candidate, champion, popularity, yardsticks, circumstances, seed, others, probeFaults, closeup);
    }

    /**
     * The candidate against others, by the primary metric.
     *
     * @param champion empty without champion or metric
     * @param popularity empty without metric
     * @param yardsticks in the order of {@link Evidence#yardsticks}
     * @param slices against the champion, where the support suffices
     * @param slicesInAll how many slices the holdout has, judged or not
     */
    public record Comparisons(
            Optional<Comparison> champion,
            Optional<Comparison> popularity,
            List<Comparison> yardsticks,
            List<Comparison> slices,
            int slicesInAll) {
        public Comparisons {
            yardsticks = List.copyOf(yardsticks);
            slices = List.copyOf(slices);
        }
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
