package io.sluice.trainer.tribuo;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Simulated impressions whose chance of converting is known: 3 to 4 % on average, more where price is low and taste fits. */
public final class Impressions {
    public static final List<String> NAMES = List.of("taste", "price", "trend", "noise");

    private Impressions() {}

    public static FeatureTable table(int rows, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * NAMES.size()];
        boolean[] labels = new boolean[rows];
        float[] weights = new float[rows];
        for (int row = 0; row < rows; row++) {
            for (int feature = 0; feature < NAMES.size(); feature++) {
                values[row * NAMES.size() + feature] = (float) random.nextGaussian();
            }
            labels[row] = random.nextDouble() < truth(values, row * NAMES.size());
            // What is not known is not known whatever came of it.
            if (random.nextInt(10) == 0) {
                values[row * NAMES.size() + 3] = Float.NaN;
            }
            weights[row] = 1;
        }
        return FeatureTable.of(NAMES, values, labels, weights);
    }

    private static double truth(float[] values, int from) {
        return 1 / (1 + Math.exp(4 - values[from] + 0.8 * values[from + 1] - 0.4 * values[from + 2]));
    }

    /** The chance that the row converts. */
    public static double truth(FeatureTable table, int row) {
        return truth(table.row(row), 0);
    }

    /** The share of pairs of a row that converted and one that did not in which the model scores the former higher. */
    public static double auc(FeatureTable table, ToDoubleFunction<float[]> model) {
        double[] scores = new double[table.size()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = model.applyAsDouble(table.row(row));
        }
        double wins = 0;
        double pairs = 0;
        for (int a = 0; a < scores.length; a++) {
            for (int b = 0; table.label(a) && b < scores.length; b++) {
                if (!table.label(b)) {
                    wins += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return wins / pairs;
    }
}
