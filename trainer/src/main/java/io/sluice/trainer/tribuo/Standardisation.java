package io.sluice.trainer.tribuo;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts features on one scale and says which were unknown, for learners that need that: a known value is told in standard
 * deviations from the mean, an unknown one as 0 with a mark in a column of its own.
 */
final class Standardisation {
    /** Of a standardised value: one freak value must not outweigh a row's others. */
    private static final float MOST = 8;

    private final List<String> names;
    private final double[] means;
    private final double[] spreads;

    private Standardisation(List<String> names, double[] means, double[] spreads) {
        this.names = names;
        this.means = means;
        this.spreads = spreads;
    }

    static Standardisation of(FeatureTable table) {
        double[] means = new double[table.width()];
        double[] spreads = new double[table.width()];
        for (int feature = 0; feature < table.width(); feature++) {
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
            means[feature] = known == 0 ? 0 : sum / known;
            double variance = known == 0 ? 0 : squares / known - means[feature] * means[feature];
            spreads[feature] = variance > 1e-9 ? Math.sqrt(variance) : 1;
        }
        List<String> names = new ArrayList<>(table.names());
        table.names().forEach(name -> names.add(name + "-unknown"));
        return new Standardisation(List.copyOf(names), means, spreads);
    }

    /** The features, then whether each is unknown. */
    List<String> names() {
        return names;
    }

    /** A row as learners see it, [2 × features]. */
    float[] of(float[] row) {
        float[] standard = new float[2 * means.length];
        for (int feature = 0; feature < means.length; feature++) {
            if (Float.isNaN(row[feature])) {
                standard[means.length + feature] = 1;
            } else {
                double value = (row[feature] - means[feature]) / spreads[feature];
                standard[feature] = (float) Math.max(-MOST, Math.min(MOST, value));
            }
        }
        return standard;
    }

    FeatureTable applied(FeatureTable table) {
        float[] values = new float[Math.multiplyExact(table.size(), names.size())];
        boolean[] labels = new boolean[table.size()];
        float[] weights = new float[table.size()];
        for (int row = 0; row < table.size(); row++) {
            System.arraycopy(of(table.row(row)), 0, values, row * names.size(), names.size());
            labels[row] = table.label(row);
            weights[row] = table.weight(row);
        }
        return FeatureTable.of(names, values, labels, weights);
    }
}
