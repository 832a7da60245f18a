package io.sluice.features;

import io.sluice.schemas.Action;

/**
 * One event of a shopper with what was known of its items: what {@link Shopper} learns from.
 *
 * @param momentMillis when it had both happened and arrived; only from then on can anybody count it
 * @param items what it is about, in order
 * @param prices in minor units by item; {@link #NO_PRICE} where unknown
 * @param categories by item; empty text where unknown
 */
public record Deed(long momentMillis, Action action, String[] items, long[] prices, String[] categories) {
    public static final long NO_PRICE = Long.MIN_VALUE;

    /** When an event that happened at {@code timeMillis} and arrived at {@code arrivalMillis} begins to count. */
    public static long moment(long timeMillis, long arrivalMillis) {
        return Math.max(timeMillis, arrivalMillis);
    }
}
