package io.sluice.trainer.sequence;

import io.sluice.models.SequenceNetwork;

/**
 * How the network learns.
 *
 * @param batch targets per step, about: sessions are not cut
 * @param negatives items drawn per step, which all its targets share
 * @param negativeExponent items are drawn by their count to this power, from 0 (evenly) to 1
 * @param dropout share of the inputs that are left out, in [0, 1)
 * @param sharpness what cosines are multiplied with under the softmax, above 0
 */
public record SequenceSettings(
        SequenceNetwork.Shape shape,
        int batch,
        int negatives,
        double negativeExponent,
        double dropout,
        double sharpness) {
    public SequenceSettings {
        if (batch < 1 || negatives < 1) {
            throw new IllegalArgumentException(
                    "batch and negatives must be at least 1, got " + batch + " and " + negatives);
        }
        if (!(negativeExponent >= 0 && negativeExponent <= 1) || !(dropout >= 0 && dropout < 1) || !(sharpness > 0)) {
            throw new IllegalArgumentException("needs negative exponent in [0, 1], dropout in [0, 1) and sharpness > 0,"
                    + " got " + negativeExponent + ", " + dropout + " and " + sharpness);
        }
    }
}
