package io.sluice.trainer.tuning;

import io.sluice.dataset.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Cross-validation that respects time: each fold learns from everything before its validation window, and no window
 * overlaps another.
 */
public record RollingWindows(List<Fold> folds) {
    /** What is learnt from and what is scored on; the former ends where the latter begins. */
    public record Fold(TimeRange train, TimeRange validation) {
        public Fold {
            if (train.to().isAfter(validation.from())) {
                throw new IllegalArgumentException(
                        "a fold must not learn from what it is scored on: " + train + " reaches into " + validation);
            }
        }
    }

    public RollingWindows {
        folds = List.copyOf(folds);
    }

    /**
     * The last {@code count} windows of {@code range}, oldest first.
     *
     * @throws IllegalArgumentException if they would leave the first fold less to learn from than one window
     */
    public static RollingWindows of(TimeRange range, Duration window, int count) {
        if (count < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "tuning needs at least one window of some length, got " + count + " of " + window);
        }
        Instant first = range.to().minus(window.multipliedBy(count));
        if (first.isBefore(range.from().plus(window))) {
            throw new IllegalArgumentException(count + " windows of " + window + " leave less than one window of "
                    + range + " to learn from; take fewer or shorter ones");
        }
        List<Fold> folds = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            Instant from = first.plus(window.multipliedBy(at));
            folds.add(new Fold(new TimeRange(range.from(), from), new TimeRange(from, from.plus(window))));
        }
        return new RollingWindows(folds);
    }
}
