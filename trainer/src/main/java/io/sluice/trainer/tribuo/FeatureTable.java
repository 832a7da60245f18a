package io.sluice.trainer.tribuo;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled rows of numeric features, flat: {@code 4 × features + 5} bytes a row. A value that is not known is not-a-number.
 * Immutable.
 */
public final class FeatureTable {
    private final List<String> names;
    private final float[] values;
    private final boolean[] labels;
    private final float[] weights;

    private FeatureTable(List<String> names, float[] values, boolean[] labels, float[] weights) {
        this.names = names;
        this.values = values;
        this.labels = labels;
        this.weights = weights;
    }

    /**
     * Takes copies.
     *
     * @param names of the features, each once
     * @param values [rows × features], row-major; not-a-number where unknown, else finite
     * @param labels one per row: whether it converted
     * @param weights one per row: how many rows like it this one stands for; finite and above 0
     * @throws IllegalArgumentException if one of these rules is broken
     */
    public static FeatureTable of(List<String> names, float[] values, boolean[] labels, float[] weights) {
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("features need names, each once, got " + names);
        }
        if (values.length != (long) labels.length * names.size() || weights.length != labels.length) {
            throw new IllegalArgumentException("needs " + names.size() + " values, a label and a weight per row, got "
                    + values.length + ", " + labels.length + " and " + weights.length);
        }
        for (int at = 0; at < values.length; at++) {
            if (Float.isInfinite(values[at])) {
                throw new IllegalArgumentException("a value is finite or unknown, got " + values[at] + " for "
                        + names.get(at % names.size()) + " in row " + at / names.size());
            }
        }
        for (float weight : weights) {
            if (!(weight > 0) || Float.isInfinite(weight)) {
                throw new IllegalArgumentException("a weight is finite and above 0, got " + weight);
            }
        }
        return new FeatureTable(List.copyOf(names), values.clone(), labels.clone(), weights.clone());
    }

    public List<String> names() {
        return names;
    }

    public int size() {
        return labels.length;
    }

    public int width() {
        return names.size();
    }

    public float value(int row, int feature) {
        return values[row * names.size() + feature];
    }

    public boolean label(int row) {
        return labels[row];
    }

    public float weight(int row) {
        return weights[row];
    }

    /** One row's values, copied. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * width(), (row + 1) * width());
    }

    /** How many rows converted. */
    public int positives() {
        return (int) IntStream.range(0, size()).filter(row -> labels[row]).count();
    }

    /** The weights of rows with this label, summed in their order. */
    public double mass(boolean label) {
        double sum = 0;
        for (int row = 0; row < size(); row++) {
            sum += labels[row] == label ? weights[row] : 0;
        }
        return sum;
    }

    /** The given rows in the given order; a row may be named more than once. */
    public FeatureTable picked(int[] rows) {
        float[] pickedValues = new float[Math.multiplyExact(rows.length, width())];
        boolean[] pickedLabels = new boolean[rows.length];
        float[] pickedWeights = new float[rows.length];
        for (int at = 0; at < rows.length; at++) {
            System.arraycopy(values, rows[at] * width(), pickedValues, at * width(), width());
            pickedLabels[at] = labels[rows[at]];
            pickedWeights[at] = weights[rows[at]];
        }
        return new FeatureTable(names, pickedValues, pickedLabels, pickedWeights);
    }

    /** The same rows with other weights, one per row, finite and above 0. */
    public FeatureTable weighted(float[] other) {
        return of(names, values, labels, other);
    }

    /** These rows, then those of {@code other}, which has the same features. */
    public FeatureTable followedBy(FeatureTable other) {
        if (!names.equals(other.names)) {
            throw new IllegalArgumentException("features differ: " + names + " and " + other.names);
        }
        float[] allValues = Arrays.copyOf(values, values.length + other.values.length);
        boolean[] allLabels = Arrays.copyOf(labels, size() + other.size());
        float[] allWeights = Arrays.copyOf(weights, size() + other.size());
        System.arraycopy(other.values, 0, allValues, values.length, other.values.length);
        System.arraycopy(other.labels, 0, allLabels, size(), other.size());
        System.arraycopy(other.weights, 0, allWeights, size(), other.size());
        return new FeatureTable(names, allValues, allLabels, allWeights);
    }
}
