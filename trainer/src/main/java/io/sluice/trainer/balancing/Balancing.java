package io.sluice.trainer.balancing;

import io.sluice.trainer.tribuo.FeatureTable;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A way to let rows that converted count for more than their share. Same table, same seed, same rows.
 *
 * @param ratio the mass of rows that converted to the mass of those that did not, after balancing; above 0. A table that has
 *     that much already stays as it is.
 */
public record Balancing(Method method, double ratio, long seed) {
    /** What is changed. */
    public enum Method {
        /** Nothing. */
        NONE,
        /** Rows that did not convert are left out; those that stay weigh what they did. */
        UNDERSAMPLE,
        /** Rows that did not convert are left out; those that stay stand for the others too, so probabilities stay right. */
        UNDERSAMPLE_WITH_IMPORTANCE,
        /** Rows that converted are repeated. */
        OVERSAMPLE,
        /** Rows like those that converted are made up between them, by {@link Smote}. */
        SMOTE,
        /** Every row stays; those that converted weigh more. */
        CLASS_WEIGHTS
    }

    public Balancing {
        if (!(ratio > 0) || Double.isInfinite(ratio)) {
            throw new IllegalArgumentException("balancing.ratio must be finite and above 0, got " + ratio);
        }
    }

    /** Leaves everything as it is. */
    public static Balancing none() {
        return new Balancing(Method.NONE, 1, 0);
    }

    /**
     * Balances.
     *
     * @throws IllegalArgumentException unless the table has rows with either label
     */
    public Balanced apply(FeatureTable table) {
        double odds = table.mass(true) / table.mass(false);
        if (!(odds > 0) || Double.isInfinite(odds)) {
            throw new IllegalArgumentException("balancing needs rows that converted and rows that did not, got "
                    + table.positives() + " that did among " + table.size());
        }
        double factor = Math.max(1, ratio / odds);
        if (factor == 1) {
            return Balanced.of(table, table);
        }
        return Balanced.of(
                table,
                switch (method) {
                    case NONE -> table;
                    case UNDERSAMPLE -> undersampled(table, factor);
                    case UNDERSAMPLE_WITH_IMPORTANCE -> withImportance(table, undersampled(table, factor));
                    case OVERSAMPLE -> oversampled(table, factor);
                    case SMOTE ->
                        table.followedBy(
                                new Smote(5, seed).madeUp(table, (int) Math.round((factor - 1) * table.positives())));
                    case CLASS_WEIGHTS -> weighted(table, factor);
                });
    }

    private FeatureTable undersampled(FeatureTable table, double factor) {
        Random random = new Random(seed);
        int[] kept = IntStream.range(0, table.size())
                .filter(row -> random.nextDouble() < 1 / factor || table.label(row))
                .toArray();
        FeatureTable sample = table.picked(kept);
        // A draw can leave out all that did not convert; a model needs one at least.
        return sample.positives() < sample.size() ? sample : table.picked(withFirstNegative(table, kept));
    }

    private static int[] withFirstNegative(FeatureTable table, int[] kept) {
        int first = IntStream.range(0, table.size())
                .filter(row -> !table.label(row))
                .findFirst()
                .orElseThrow();
        return IntStream.concat(Arrays.stream(kept), IntStream.of(first))
                .sorted()
                .toArray();
    }

    /** Those that stay stand for all, whatever the draw kept. */
    private static FeatureTable withImportance(FeatureTable all, FeatureTable sample) {
        double scale = all.mass(false) / sample.mass(false);
        float[] weights = new float[sample.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (float) (sample.label(row) ? sample.weight(row) : sample.weight(row) * scale);
        }
        return sample.weighted(weights);
    }

    private FeatureTable oversampled(FeatureTable table, double factor) {
        Random random = new Random(seed);
        IntUnaryOperator times = row -> {
            double wanted = table.label(row) ? factor : 1;
            return (int) wanted + (random.nextDouble() < wanted - (int) wanted ? 1 : 0);
        };
        return table.picked(IntStream.range(0, table.size())
                .flatMap(row -> IntStream.range(0, times.applyAsInt(row)).map(again -> row))
                .toArray());
    }

    private static FeatureTable weighted(FeatureTable table, double factor) {
        float[] weights = new float[table.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (float) (table.label(row) ? factor * table.weight(row) : table.weight(row));
        }
        return table.weighted(weights);
    }
}
