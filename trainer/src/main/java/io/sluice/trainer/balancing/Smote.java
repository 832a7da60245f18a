package io.sluice.trainer.balancing;

import io.sluice.trainer.tribuo.FeatureTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes up rows between those that converted. Chawla et al., "SMOTE: Synthetic minority over-sampling technique", 2002.
 * Deviations: distances are taken on features scaled by their spread; neighbours are sought among at most
 * {@value #REFERENCES} rows, by a seeded draw; where either end is unknown, the made-up value is the first row's.
 *
 * @param neighbours that a row is mixed with, at least 1
 */
record Smote(int neighbours, long seed) {
    private static final int REFERENCES = 2000;

    Smote {
        if (neighbours < 1) {
            throw new IllegalArgumentException("balancing.neighbours must be at least 1, got " + neighbours);
        }
    }

    /** {@code count} made-up rows, all labelled as converted. */
    FeatureTable madeUp(FeatureTable table, int count) {
        Random random = new Random(seed);
        int[] positives = IntStream.range(0, table.size()).filter(table::label).toArray();
        int[] references = drawn(positives, random);
        double[] scales = scales(table);
        float[] values = new float[Math.multiplyExact(count, table.width())];
        float[] weights = new float[count];
        boolean[] labels = new boolean[count];
        Arrays.fill(labels, true);
        int[][] nearest = new int[positives.length][];
        for (int made = 0; made < count; made++) {
            int at = made % positives.length;
            if (nearest[at] == null) {
                nearest[at] = nearest(table, positives[at], references, scales);
            }
            int other = nearest[at].length == 0 ? positives[at] : nearest[at][random.nextInt(nearest[at].length)];
            float share = random.nextFloat();
            for (int feature = 0; feature < table.width(); feature++) {
                float from = table.value(positives[at], feature);
                float to = table.value(other, feature);
                values[made * table.width() + feature] =
                        Float.isNaN(from) || Float.isNaN(to) ? from : from + share * (to - from);
            }
            weights[made] = table.weight(positives[at]);
        }
        return FeatureTable.of(table.names(), values, labels, weights);
    }

    private static int[] drawn(int[] rows, Random random) {
        return rows.length <= REFERENCES
                ? rows
                : random.ints(REFERENCES, 0, rows.length)
                        .map(at -> rows[at])
                        .distinct()
                        .toArray();
    }

    private int[] nearest(FeatureTable table, int row, int[] references, double[] scales) {
        return Arrays.stream(references)
                .filter(other -> other != row)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(other -> distance(table, row, other, scales))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(neighbours)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double distance(FeatureTable table, int a, int b, double[] scales) {
        double sum = 0;
        for (int feature = 0; feature < scales.length; feature++) {
            double difference = (table.value(a, feature) - table.value(b, feature)) * scales[feature];
            // An unknown value says as little as one a spread away.
            sum += Double.isNaN(difference) ? 1 : difference * difference;
        }
        return sum;
    }

    private static double[] scales(FeatureTable table) {
        double[] scales = new double[table.width()];
        for (int feature = 0; feature < scales.length; feature++) {
            double sum = 0;
            double squares = 0;
            int known = 0;
            for (int row = 0; row < table.size(); row++) {
                double value = table.value(row, feature);
                if (!Double.isNaN(value)) {
                    sum += value;
                    squares += value * value;
                    known++;
                }
            }
            double variance = known == 0 ? 0 : squares / known - sum / known * (sum / known);
            scales[feature] = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
        }
        return scales;
    }
}
