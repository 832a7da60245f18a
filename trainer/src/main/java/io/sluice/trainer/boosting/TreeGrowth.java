package io.sluice.trainer.boosting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Grows one tree after the other on binned rows, the leaf with the highest gain first (Ke et al., "LightGBM: a highly
 * efficient gradient boosting decision tree", 2017; gain and leaf weights after Chen and Guestrin, "XGBoost: a scalable tree
 * boosting system", 2016). The histogram of the larger child is its parent's less its sibling's. Each histogram is summed
 * by one thread in the order of the rows, so the tree does not depend on how many threads there are.
 */
final class TreeGrowth {
    private final Bins bins;
    private final BoostingSettings settings;
    private final int[] rows;
    private final int[] aside;
    private float[] slopes;
    private float[] curvatures;

    TreeGrowth(Bins bins, BoostingSettings settings, int rows) {
        this.bins = bins;
        this.settings = settings;
        this.rows = new int[rows];
        this.aside = new int[rows];
    }

    /** The rows [from, to) of {@link #rows}, and the best way to part them. */
    private final class Leaf {
        private final int node;
        private final int from;
        private final int to;
        private final double slope;
        private final double curvature;
        /** [features][bins × (slope, curvature)] */
        private final double[][] histogram;

        private int feature = -1;
        private int bin;
        private double gain;

        private Leaf(int node, int from, int to, double[][] histogram) {
            this.node = node;
            this.from = from;
            this.to = to;
            this.histogram = histogram;
            double slopeSum = 0;
            double curvatureSum = 0;
            for (int bin = 0; bin <= bins.cuts(0); bin++) {
                slopeSum += histogram[0][2 * bin];
                curvatureSum += histogram[0][2 * bin + 1];
            }
            this.slope = slopeSum;
            this.curvature = curvatureSum;
            seek();
        }

        private void seek() {
            double whole = worth(slope, curvature);
            for (int candidate = 0; candidate < bins.features(); candidate++) {
                double left = 0;
                double leftCurvature = 0;
                for (int cut = 0; cut < bins.cuts(candidate); cut++) {
                    left += histogram[candidate][2 * cut];
                    leftCurvature += histogram[candidate][2 * cut + 1];
                    double rightCurvature = curvature - leftCurvature;
                    if (leftCurvature >= settings.leastCurvature() && rightCurvature >= settings.leastCurvature()) {
                        double gained = worth(left, leftCurvature) + worth(slope - left, rightCurvature) - whole;
                        if (gained > gain) {
                            gain = gained;
                            feature = candidate;
                            bin = cut;
                        }
                    }
                }
            }
        }

        private double worth(double slopeSum, double curvatureSum) {
            return slopeSum * slopeSum / (curvatureSum + settings.l2());
        }

        private float answer() {
            return (float) (-settings.rate() * slope / (curvature + settings.l2()));
        }
    }

    /**
     * Grows a tree against the gradient and adds its answers to {@code margins}.
     *
     * @param slope first derivative of the loss per row
     * @param curvature second derivative, above 0
     */
    void grow(float[] slope, float[] curvature, float[] margins, Trees trees) {
        slopes = slope;
        curvatures = curvature;
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row;
        }
        List<Leaf> leaves = new ArrayList<>();
        leaves.add(new Leaf(trees.addRoot(), 0, rows.length, histogram(0, rows.length)));
        while (leaves.size() < settings.leaves()) {
            Leaf best = leaves.get(0);
            for (Leaf leaf : leaves) {
                best = leaf.gain > best.gain ? leaf : best;
            }
            if (best.feature < 0) {
                break;
            }
            leaves.remove(best);
            split(best, trees, leaves);
        }
        for (Leaf leaf : leaves) {
            trees.setLeaf(leaf.node, leaf.answer());
            for (int at = leaf.from; at < leaf.to; at++) {
                margins[rows[at]] += leaf.answer();
            }
        }
    }

    private void split(Leaf leaf, Trees trees, List<Leaf> leaves) {
        int middle = part(leaf);
        int child = trees.addChildren(leaf.node, leaf.feature, bins.upper(leaf.feature, leaf.bin));
        boolean leftIsSmaller = middle - leaf.from < leaf.to - middle;
        double[][] smaller = leftIsSmaller ? histogram(leaf.from, middle) : histogram(middle, leaf.to);
        double[][] larger = leaf.histogram;
        for (int feature = 0; feature < larger.length; feature++) {
            for (int at = 0; at < larger[feature].length; at++) {
                larger[feature][at] -= smaller[feature][at];
            }
        }
        leaves.add(new Leaf(child, leaf.from, middle, leftIsSmaller ? smaller : larger));
        leaves.add(new Leaf(child + 1, middle, leaf.to, leftIsSmaller ? larger : smaller));
    }

    /** Brings the rows that go left to the front, both sides in their order. */
    private int part(Leaf leaf) {
        byte[] of = bins.of(leaf.feature);
        int left = leaf.from;
        int right = 0;
        for (int at = leaf.from; at < leaf.to; at++) {
            if (of[rows[at]] <= leaf.bin) {
                rows[left++] = rows[at];
            } else {
                aside[right++] = rows[at];
            }
        }
        System.arraycopy(aside, 0, rows, left, right);
        return left;
    }

    private double[][] histogram(int from, int to) {
        double[][] histogram = new double[bins.features()][];
        IntStream.range(0, histogram.length).parallel().forEach(feature -> {
            double[] sums = new double[2 * Bins.MOST];
            byte[] of = bins.of(feature);
            for (int at = from; at < to; at++) {
                int row = rows[at];
                int bin = 2 * of[row];
                sums[bin] += slopes[row];
                sums[bin + 1] += curvatures[row];
            }
            histogram[feature] = sums;
        });
        return histogram;
    }
}
