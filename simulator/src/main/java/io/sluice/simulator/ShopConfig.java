package io.sluice.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * What the simulated shop is like.
 *
 * @param seed same seed, same events, byte for byte
 * @param start beginning of the first day
 * @param days how many days are simulated; a longer run begins with the same days
 * @param shoppers how many people there are
 * @param items how many items there will ever be
 * @param sessionsPerDay on an ordinary weekday
 * @param faults what goes wrong on the way
 */
public record ShopConfig(
        long seed, Instant start, int days, int shoppers, int items, int sessionsPerDay, Faults faults) {
    public static final ShopConfig DEFAULTS =
            new ShopConfig(20_260_301L, Instant.parse("2026-03-01T00:00:00Z"), 14, 4_000, 400, 1_200, Faults.DEFAULTS);

    public ShopConfig {
        if (days < 1 || shoppers < 1 || items < 20 || sessionsPerDay < 1) {
            throw new IllegalArgumentException(
                    "a shop needs at least 1 day, 1 shopper, 20 items and 1 session a day, got " + days + ", "
                            + shoppers + ", " + items + ", " + sessionsPerDay);
        }
    }

    public ShopConfig withDays(int days) {
        return new ShopConfig(seed, start, days, shoppers, items, sessionsPerDay, faults);
    }

    public ShopConfig withSeed(long seed) {
        return new ShopConfig(seed, start, days, shoppers, items, sessionsPerDay, faults);
    }

    /**
     * What goes wrong between a shopper and the shop's log. Shares lie in [0, 1].
     *
     * @param duplicate events delivered a second time
     * @param late events that arrive {@code lateBy} after they happened or later
     * @param lateBy should exceed the lateness that ingestion allows
     * @param malformed events whose record is damaged or breaks a rule
     * @param delayed events that arrive up to {@code delay} after they happened; the others arrive at once
     * @param botsPerDay visitors that are no shoppers
     */
    public record Faults(
            double duplicate,
            double late,
            Duration lateBy,
            double malformed,
            double delayed,
            Duration delay,
            int botsPerDay) {
        public static final Faults DEFAULTS =
                new Faults(0.01, 0.005, Duration.ofHours(1), 0.005, 0.2, Duration.ofMinutes(5), 3);
    }
}
