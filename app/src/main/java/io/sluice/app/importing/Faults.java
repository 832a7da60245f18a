package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.time.Duration;
import java.util.Iterator;

/**
 * What goes wrong between a source and Sluice. Shares are of behaviour deliveries; inventory is only ever duplicated,
 * since a stock system is one steady producer while shoppers' browsers are not. The same faults and input give the same
 * output.
 *
 * @param seed of every draw made here
 * @param disorder each behaviour delivery arrives up to this much later than it would, mostly far less; at most
 *     {@code lateness}
 * @param lateness the bound that ingestion is told; what is late arrives between one and two of these after its event
 *     time
 * @param late share that arrives beyond the bound
 * @param duplicates share that arrives a second time with the same bytes, at most {@code lateness} after its event time
 *     unless the original already took longer; what is late or malformed is not duplicated
 * @param malformed share whose bytes are replaced by damaged ones, in equal parts: undecodable, without an event id,
 *     with a negative price, with an unknown action. Nothing is added or lost.
 */
public record Faults(
        long seed, Duration disorder, Duration lateness, double late, double duplicates, double malformed) {
    public static final Faults NONE = new Faults(0, Duration.ZERO, Duration.ofMinutes(10), 0, 0, 0);
    public static final Faults DEFAULTS =
            new Faults(11, Duration.ofMinutes(2), Duration.ofMinutes(10), 0.002, 0.01, 0.002);

    public Faults {
        if (disorder.isNegative() || disorder.compareTo(lateness) > 0) {
            throw new IllegalArgumentException(
                    "disorder must be in [0, lateness], got " + disorder + " with lateness " + lateness);
        }
        if (lateness.isZero()) {
            throw new IllegalArgumentException("lateness must be above 0, got " + lateness);
        }
        share("late", late);
        share("duplicates", duplicates);
        share("malformed", malformed);
        if (late + malformed > 1) {
            throw new IllegalArgumentException("late and malformed must sum to at most 1, got " + (late + malformed));
        }
    }

    /**
     * Injects these faults while {@code source} is read.
     *
     * @param source sorted by arrival; read as needed, from the returned iterator's thread
     * @return sorted by arrival, ties in source order; holds what arrives within two latenesses, no more
     */
    public FaultyFeed inject(Iterator<Delivery> source) {
        return new FaultyFeed(this, source);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], got " + value);
        }
    }
}
