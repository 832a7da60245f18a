package io.sluice.features;

import java.time.Duration;

/**
 * What all shoppers together did with one item in one step of time. Adding tallies is exact and in any order the same, so
 * they can be counted in parts.
 *
 * @param step number of the step, {@link #STEP} long, since the epoch
 */
public record ItemTally(String item, long step, int shown, int engaged, int carted, int bought) {
    /** What is counted of an item becomes known at the end of its step, and not before. */
    public static final Duration STEP = Duration.ofMinutes(15);

    /** The step in which a moment lies. */
    public static long step(long momentMillis) {
        return Math.floorDiv(momentMillis, STEP.toMillis());
    }

    /** When a step is over; exclusive. */
    public static long end(long step) {
        return (step + 1) * STEP.toMillis();
    }

    /** When this step is over; exclusive. */
    public long endMillis() {
        return end(step);
    }

    /** Nothing done yet. */
    public static ItemTally none(String item, long step) {
        return new ItemTally(item, step, 0, 0, 0, 0);
    }

    /** One more event. */
    public ItemTally with(Kind kind) {
        return switch (kind) {
            case SHOWN -> new ItemTally(item, step, shown + 1, engaged, carted, bought);
            case ENGAGED -> new ItemTally(item, step, shown, engaged + 1, carted, bought);
            case CARTED -> new ItemTally(item, step, shown, engaged, carted + 1, bought);
            case BOUGHT -> new ItemTally(item, step, shown, engaged, carted, bought + 1);
        };
    }

    /** Both parts of one item's step together. */
    public ItemTally plus(ItemTally other) {
        if (!item.equals(other.item) || step != other.step) {
            throw new IllegalArgumentException("not parts of one tally: " + this + ", " + other);
        }
        return new ItemTally(
                item, step, shown + other.shown, engaged + other.engaged, carted + other.carted, bought + other.bought);
    }

    int count(Kind kind) {
        return switch (kind) {
            case SHOWN -> shown;
            case ENGAGED -> engaged;
            case CARTED -> carted;
            case BOUGHT -> bought;
        };
    }
}
