package io.sluice.dataset;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of event time, half open: {@code from} is inside, {@code to} is not.
 *
 * @param to not before {@code from}
 */
public record TimeRange(Instant from, Instant to) {
    public TimeRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a time range ends at or after its start, got " + from + " to " + to);
        }
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    public boolean isEmpty() {
        return from.equals(to);
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    @Override
    public String toString() {
        return "[" + from + ", " + to + ")";
    }
}
