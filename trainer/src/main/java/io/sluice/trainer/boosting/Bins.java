package io.sluice.trainer.boosting;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** The values of some lists as numbers of bins, feature by feature, cut at the quantiles of a sample. */
final class Bins {
    /** At most; fits a byte. */
    static final int MOST = 64;

    private static final int SAMPLE = 50_000;

    private final float[][] cuts;
    /** [features][rows] */
    private final byte[][] bins;

    Bins(ChoiceLists lists, long seed) {
        int rows = lists.rows();
        int[] sample = rows <= SAMPLE
                ? IntStream.range(0, rows).toArray()
                : new Random(seed).ints(SAMPLE, 0, rows).toArray();
        cuts = new float[lists.width()][];
        bins = new byte[lists.width()][rows];
        IntStream.range(0, lists.width()).parallel().forEach(feature -> {
            float[] values = new float[sample.length];
            for (int at = 0; at < sample.length; at++) {
                values[at] = lists.value(sample[at], feature);
            }
            Arrays.sort(values);
            cuts[feature] = cuts(values);
            for (int row = 0; row < rows; row++) {
                bins[feature][row] = bin(cuts[feature], lists.value(row, feature));
            }
        });
    }

    /** Between distinct values: between all of them if there are few, else where a bin is full. */
    private static float[] cuts(float[] sorted) {
        int distinct = 1;
        for (int at = 1; at < sorted.length; at++) {
            distinct += sorted[at] != sorted[at - 1] ? 1 : 0;
        }
        double size = distinct <= MOST ? 0 : (double) sorted.length / MOST;
        float[] cuts = new float[MOST - 1];
        int count = 0;
        double full = size;
        for (int at = 1; at < sorted.length && count < cuts.length; at++) {
            if (sorted[at] != sorted[at - 1] && at >= full) {
                float middle = sorted[at - 1] + (sorted[at] - sorted[at - 1]) / 2;
                cuts[count++] = middle < sorted[at] ? middle : sorted[at - 1];
                full = size == 0 ? 0 : Math.max(full + size, at + (double) (sorted.length - at) / (MOST - count));
            }
        }
        return Arrays.copyOf(cuts, count);
    }

    /** Of the first cut that is not below {@code value}. */
    private static byte bin(float[] cuts, float value) {
        int low = 0;
        int high = cuts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value <= cuts[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return (byte) low;
    }

    int features() {
        return cuts.length;
    }

    /** How many bins {@code feature} has, less one. */
    int cuts(int feature) {
        return cuts[feature].length;
    }

    /** Up to this value rows are in {@code bin} or below. */
    float upper(int feature, int bin) {
        return cuts[feature][bin];
    }

    /** Of each row; borrowed. */
    byte[] of(int feature) {
        return bins[feature];
    }
}
