package io.sluice.dataset;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where one retraining cycle draws its lines in event time: training, then validation, then the holdout, nothing
 * shared. The recipe is chosen on validation, refitted on training and validation, judged on the holdout.
 *
 * @param train what the families are first fitted on
 * @param validation begins where {@code train} ends
 * @param holdout begins where {@code validation} ends; what no candidate may have been informed by
 */
public record TimeSplit(TimeRange train, TimeRange validation, TimeRange holdout) {
    public TimeSplit {
        if (!train.to().equals(validation.from()) || !validation.to().equals(holdout.from())) {
            throw new IllegalArgumentException("training, validation and holdout must follow on each other, got "
                    + train + ", " + validation + ", " + holdout);
        }
        if (train.isEmpty() || validation.isEmpty() || holdout.isEmpty()) {
            throw new IllegalArgumentException(
                    "no part of a split may be empty, got " + train + ", " + validation + ", " + holdout);
        }
    }

    /**
     * Splits the data before {@code end}.
     *
     * @param begin the first event time there is
     * @param holdout length of the holdout
     * @param window the longest stretch of history to learn from (training and validation together)
     * @return validation takes 15/85 of what lies before the holdout, but between one and three holdout lengths
     * @throws IllegalArgumentException if less than two holdout lengths lie before the holdout
     */
    public static TimeSplit before(Instant end, Instant begin, Duration holdout, Duration window) {
        Instant holdoutFrom = end.minus(holdout);
        Instant windowFrom = holdoutFrom.minus(window);
        Instant trainFrom = windowFrom.isAfter(begin) ? windowFrom : begin;
        Duration history = Duration.between(trainFrom, holdoutFrom);
        if (history.compareTo(holdout.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a split needs two holdout lengths (" + holdout.multipliedBy(2)
                    + ") of history before its holdout, got " + history + " before " + holdoutFrom);
        }
        Duration share = history.multipliedBy(15).dividedBy(85).truncatedTo(ChronoUnit.MILLIS);
        Duration longest = holdout.multipliedBy(3);
        Duration validation = share.compareTo(holdout) < 0 ? holdout : share.compareTo(longest) > 0 ? longest : share;
        Instant validationFrom = holdoutFrom.minus(validation);
        return new TimeSplit(
                new TimeRange(trainFrom, validationFrom),
                new TimeRange(validationFrom, holdoutFrom),
                new TimeRange(holdoutFrom, end));
    }

    /** Everything that a candidate may learn from: training and validation together. */
    public TimeRange learning() {
        return new TimeRange(train.from(), validation.to());
    }
}
