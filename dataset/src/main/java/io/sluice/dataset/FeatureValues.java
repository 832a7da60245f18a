package io.sluice.dataset;

import java.util.Arrays;

/** The feature values of one example, by column; not-a-number where unknown. Immutable; equal if all bits are. */
public final class FeatureValues {
    private final float[] values;

    private FeatureValues(float[] values) {
        this.values = values;
    }

    /** Copies the given values. */
    public static FeatureValues of(float... values) {
        return new FeatureValues(values.clone());
    }

    public int size() {
        return values.length;
    }

    /** The value in a column, from 0. */
    public float get(int column) {
        return values[column];
    }

    /** A copy. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureValues same && Arrays.equals(values, same.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
