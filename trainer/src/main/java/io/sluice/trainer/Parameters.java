package io.sluice.trainer;

import io.sluice.models.ActionWeights;
import java.util.Map;
import java.util.TreeMap;

/**
 * A family's parameters: defaults overridden by what a recipe names.
 *
 * <p>Every family has {@code weight-view}, {@code weight-click}, {@code weight-add-to-cart} and {@code weight-purchase}.
 */
final class Parameters {
    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException for a name that {@code defaults} does not hold */
    static Parameters of(Map<String, String> defaults, Map<String, String> given) {
        Map<String, String> values = new TreeMap<>(defaults);
        given.forEach((name, value) -> {
            if (values.put(name, value) == null) {
                throw new IllegalArgumentException(
                        "no parameter \"" + name + "\"; known: " + String.join(", ", defaults.keySet()));
            }
        });
        return new Parameters(values);
    }

    /** Ordered by name. */
    Map<String, String> asMap() {
        return new TreeMap<>(values);
    }

    /** @throws IllegalArgumentException unless a finite number */
    double number(String name) {
        try {
            double value = Double.parseDouble(values.get(name));
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " must be finite, got " + value);
            }
            return value;
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " must be a number, got " + values.get(name), notANumber);
        }
    }

    /** @throws IllegalArgumentException unless at least 0 */
    double atLeastZero(String name) {
        double value = number(name);
        if (!(value >= 0)) {
            throw new IllegalArgumentException(name + " must be at least 0, got " + value);
        }
        return value;
    }

    /** @throws IllegalArgumentException unless from 0 to 1 */
    double share(String name) {
        double value = number(name);
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie from 0 to 1, got " + value);
        }
        return value;
    }

    /** @throws IllegalArgumentException unless above 0 */
    double positive(String name) {
        double value = number(name);
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be above 0, got " + value);
        }
        return value;
    }

    /** @throws IllegalArgumentException unless a whole number of at least 1 */
    int count(String name) {
        double value = positive(name);
        if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be a whole number of at least 1, got " + value);
        }
        return (int) value;
    }

    /** @throws IllegalArgumentException unless {@code true} or {@code false} */
    boolean flag(String name) {
        String value = values.get(name);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false, got " + value);
        }
        return value.equals("true");
    }

    private float weight(String name) {
        double value = number(name);
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and at least 0, got " + value);
        }
        return (float) value;
    }

    /** Weights by action, all names prefixed with {@code prefix}. */
    ActionWeights weights(String prefix) {
        return new ActionWeights(
                weight(prefix + "weight-view"),
                weight(prefix + "weight-click"),
                weight(prefix + "weight-add-to-cart"),
                weight(prefix + "weight-purchase"));
    }
}
