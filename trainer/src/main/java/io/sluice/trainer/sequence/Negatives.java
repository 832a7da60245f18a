package io.sluice.trainer.sequence;

import java.util.SplittableRandom;

/** Draws items that were met, by a power of how often they are targets. Immutable. */
final class Negatives {
    private static final int TABLE = 1 << 20;

    private final int[] table = new int[TABLE];
    private final double[] chance;
    /** How likely each item is to be the target of a place picked at random. */
    private final double[] targetShare;

    Negatives(SequenceData data, double exponent) {
        int[] counts = data.targetCounts();
        boolean[] met = data.met();
        chance = new double[counts.length];
        targetShare = new double[counts.length];
        double sum = 0;
        for (int item = 0; item < counts.length; item++) {
            chance[item] = met[item] ? StrictMath.pow(counts[item] + 1.0, exponent) : 0;
            sum += chance[item];
        }
        double passed = 0;
        int at = 0;
        for (int item = 0; item < counts.length; item++) {
            chance[item] /= sum;
            targetShare[item] = (double) counts[item] / Math.max(1, data.targets());
            passed += chance[item];
            while (at < TABLE && (at + 0.5) / TABLE < passed) {
                table[at++] = item;
            }
        }
        while (at > 0 && at < TABLE) {
            table[at] = table[at - 1];
            at++;
        }
    }

    int draw(SplittableRandom random) {
        return table[random.nextInt(TABLE)];
    }

    /** Logarithm of how often {@code item} is expected among {@code drawn} draws and {@code targets} other targets. */
    float logExpected(int item, int drawn, int targets) {
        double expected = drawn * chance[item] + targets * targetShare[item];
        return (float) StrictMath.log(Math.min(1, Math.max(1e-9, expected)));
    }
}
