package io.sluice.models;

import java.util.Arrays;

/** The items that several models proposed to one query, each with its features. Not thread-safe while it is filled. */
public final class Shortlist {
    private final int features;
    private final int[] rows;
    private int[] items = new int[128];
    private float[] values;
    private int size;

    Shortlist(int catalogSize, int features) {
        this.features = features;
        this.rows = new int[catalogSize];
        this.values = new float[items.length * features];
    }

    public int size() {
        return size;
    }

    /** Index in the catalogue. */
    public int item(int row) {
        return items[row];
    }

    /** The row of {@code item}, -1 if nobody proposed it. */
    public int row(int item) {
        return rows[item] - 1;
    }

    /** In the order of the names that whoever filled this gives its features. */
    public float value(int row, int feature) {
        return values[row * features + feature];
    }

    /** [rows × features], row-major; borrowed. What lies behind the last row is no row. */
    public float[] values() {
        return values;
    }

    int add(int item) {
        if (rows[item] == 0) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
                values = Arrays.copyOf(values, 2 * size * features);
            }
            items[size] = item;
            rows[item] = ++size;
        }
        return rows[item] - 1;
    }

    void set(int row, int feature, float value) {
        values[row * features + feature] = value;
    }
}
