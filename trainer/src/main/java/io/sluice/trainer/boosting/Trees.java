package io.sluice.trainer.boosting;

import io.sluice.models.Forest;
import java.util.Arrays;

/** Trees while they grow. */
final class Trees {
    private final int width;
    private int[] roots = new int[16];
    private int count;
    private int[] features = new int[256];
    private float[] numbers = new float[256];
    private int[] children = new int[256];
    private int nodes;

    Trees(int width) {
        this.width = width;
    }

    int addRoot() {
        if (count == roots.length) {
            roots = Arrays.copyOf(roots, 2 * count);
        }
        roots[count++] = nodes;
        return addNode();
    }

    private int addNode() {
        if (nodes == features.length) {
            features = Arrays.copyOf(features, 2 * nodes);
            numbers = Arrays.copyOf(numbers, 2 * nodes);
            children = Arrays.copyOf(children, 2 * nodes);
        }
        features[nodes] = -1;
        return nodes++;
    }

    /** Makes {@code node} look at {@code feature}; returns the left of its new children, which the right one follows. */
    int addChildren(int node, int feature, float threshold) {
        int left = addNode();
        addNode();
        features[node] = feature;
        numbers[node] = threshold;
        children[node] = left;
        return left;
    }

    void setLeaf(int node, float answer) {
        numbers[node] = answer;
    }

    /** The last tree alone. */
    Forest last() {
        int root = roots[count - 1];
        int[] shifted = Arrays.copyOfRange(children, root, nodes);
        for (int node = 0; node < shifted.length; node++) {
            shifted[node] -= shifted[node] == 0 ? 0 : root;
        }
        return Forest.of(
                width,
                new int[] {0},
                Arrays.copyOfRange(features, root, nodes),
                Arrays.copyOfRange(numbers, root, nodes),
                shifted);
    }

    /** The first {@code trees}. */
    Forest first(int trees) {
        int end = trees < count ? roots[trees] : nodes;
        return Forest.of(
                width,
                Arrays.copyOf(roots, trees),
                Arrays.copyOf(features, end),
                Arrays.copyOf(numbers, end),
                Arrays.copyOf(children, end));
    }
}
