package io.sluice.features;

/**
 * One feature: its name and the range that its values are kept in. A value that is not known is not-a-number, never a
 * number that means something else; a value outside the range is moved to its nearest end. Both are counted in the
 * profiles.
 *
 * @param low least value
 * @param high greatest value
 */
public record Feature(String name, double low, double high) {
    public Feature {
        if (!(low < high)) {
            throw new IllegalArgumentException(name + " needs a range, got " + low + " to " + high);
        }
    }

    /** The value as it is stored: within the range, or not-a-number. */
    float stored(double value) {
        return Double.isNaN(value) ? Float.NaN : (float) StrictMath.min(high, StrictMath.max(low, value));
    }

    /** Whether a stored value lies at an end of the range, where outliers were moved to. */
    public boolean isAtAnEnd(float stored) {
        return stored == (float) low || stored == (float) high;
    }
}
