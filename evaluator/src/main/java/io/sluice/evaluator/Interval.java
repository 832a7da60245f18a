package io.sluice.evaluator;

/** Lower and upper confidence bound of a difference; each bound alone has the stated one-sided error. */
public record Interval(double low, double high) {
    /** The interval that contains both. */
    Interval hull(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }
}
