package io.sluice.trainer.balancing;

import io.sluice.trainer.tribuo.FeatureTable;
import java.util.function.IntUnaryOperator;

/**
 * Lets small segments count for more than their share: a row's weight is multiplied by (mean mass of a segment / mass of its
 * segment) to the power of {@code strength}, then all are scaled back to the mass there was.
 *
 * @param strength 0 changes nothing, 1 gives every segment the same mass; from 0 to 1
 */
public record SegmentWeights(double strength) {
    public SegmentWeights {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("balancing.segment-strength must lie from 0 to 1, got " + strength);
        }
    }

    /**
     * Weighs anew.
     *
     * @param segments how many there are
     * @param segmentOf a row's segment, from 0
     */
    public FeatureTable apply(FeatureTable table, int segments, IntUnaryOperator segmentOf) {
        double[] masses = new double[segments];
        double all = 0;
        for (int row = 0; row < table.size(); row++) {
            masses[segmentOf.applyAsInt(row)] += table.weight(row);
            all += table.weight(row);
        }
        double[] weights = new double[table.size()];
        double after = 0;
        for (int row = 0; row < weights.length; row++) {
            double mass = masses[segmentOf.applyAsInt(row)];
            weights[row] = table.weight(row) * Math.pow(all / segments / mass, strength);
            after += weights[row];
        }
        float[] scaled = new float[weights.length];
        for (int row = 0; row < weights.length; row++) {
            scaled[row] = (float) (weights[row] * all / after);
        }
        return table.weighted(scaled);
    }
}
