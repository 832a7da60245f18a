package io.sluice.metrics;

import java.util.function.IntPredicate;

/**
 * A part of a holdout that must not suffer for the mean.
 *
 * @param name as {@code user=new}
 * @param contains whether the target with this index belongs to it
 */
public record Slice(String name, IntPredicate contains) {
    /** Every target. */
    public static final Slice ALL = new Slice("all", target -> true);
}
