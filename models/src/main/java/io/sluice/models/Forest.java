package io.sluice.models;

import java.io.IOException;

/**
 * Regression trees whose answers are summed. Immutable.
 *
 * <p>All nodes stand in one array; the two children of a node are neighbours, and lie behind it.
 */
public final class Forest {
    private final int width;
    private final int[] roots;
    private final int[] features;
    private final float[] numbers;
    private final int[] children;

    private Forest(int width, int[] roots, int[] features, float[] numbers, int[] children) {
        if (features.length != numbers.length || features.length != children.length) {
            throw new IllegalArgumentException("nodes need a feature, a number and a child each");
        }
        for (int root : roots) {
            if (root < 0 || root >= features.length) {
                throw new IllegalArgumentException("no root " + root + " in " + features.length);
            }
        }
        for (int node = 0; node < features.length; node++) {
            if (features[node] >= width || !Float.isFinite(numbers[node])) {
                throw new IllegalArgumentException(
                        "node " + node + " asks for feature " + features[node] + " against " + numbers[node]);
            }
            if (features[node] >= 0 && (children[node] <= node || children[node] + 1 >= features.length)) {
                throw new IllegalArgumentException("node " + node + " has no children at " + children[node]);
            }
        }
        this.width = width;
        this.roots = roots;
        this.features = features;
        this.numbers = numbers;
        this.children = children;
    }

    /**
     * Takes copies.
     *
     * @param width how many features a row has
     * @param roots the first node of each tree
     * @param features of each node that feature it looks at, -1 for a leaf
     * @param numbers the threshold up to which a row goes left, or a leaf's answer; finite
     * @param children of each node that is no leaf the left child, behind it, which the right one follows
     */
    public static Forest of(int width, int[] roots, int[] features, float[] numbers, int[] children) {
        return new Forest(width, roots.clone(), features.clone(), numbers.clone(), children.clone());
    }

    /** No trees: every answer is 0. */
    public static Forest none(int width) {
        return of(width, new int[0], new int[0], new float[0], new int[0]);
    }

    public int trees() {
        return roots.length;
    }

    int width() {
        return width;
    }

    /** The sum of all trees' answers to the row that begins at {@code from}. */
    public float answer(float[] rows, int from) {
        float sum = 0;
        for (int root : roots) {
            int node = root;
            while (features[node] >= 0) {
                node = children[node] + (rows[from + features[node]] <= numbers[node] ? 0 : 1);
            }
            sum += numbers[node];
        }
        return sum;
    }

    void write(FieldWriter out) throws IOException {
        out.whole(width);
        out.wholes(roots);
        out.wholes(features);
        out.numbers(numbers);
        out.wholes(children);
    }

    static Forest read(FieldReader in) {
        return new Forest(in.whole(), in.wholes(), in.wholes(), in.numbers(), in.wholes());
    }
}
