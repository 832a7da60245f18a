package io.sluice.app.bench;

import io.sluice.trainer.balancing.Balanced;
import io.sluice.trainer.balancing.Balancing;
import io.sluice.trainer.tribuo.Conversion;
import io.sluice.trainer.tribuo.ConversionFamily;
import io.sluice.trainer.tribuo.ConversionTrainer;
import io.sluice.trainer.tribuo.FeatureTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What balancing does to each conversion classifier, on simulated impressions whose chance of converting is known: order
 * (AUC) and distance from the truth, before and after correction.
 */
@Command(
        name = "balancing",
        mixinStandardHelpOptions = true,
        description = "Ablation of balancing and conversion families on simulated impressions.")
final class BalancingBench implements Callable<Integer> {
    private static final List<String> NAMES =
            List.of("taste", "price", "trend", "recency", "position", "visits", "noise-a", "noise-b");

    @Option(names = "--rows", defaultValue = "50000", description = "Impressions to learn from (${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--ratio", defaultValue = "0.5", description = "Converted to other rows (${DEFAULT-VALUE}).")
    private double ratio;

    @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        FeatureTable training = impressions(rows, seed);
        FeatureTable later = impressions(20_000, seed + 1000);
        System.out.println(String.format(
                Locale.ROOT,
                "%d impressions, %.2f %% converted; scored on 20000 others; truth's own AUC %.4f",
                rows,
                100.0 * training.positives() / rows,
                auc(later, truths(later))));
        System.out.println("family                 balancing                      rows  seconds     AUC"
                + "  |p-truth| raw  corrected");
        for (ConversionFamily family : ConversionFamily.values()) {
            for (Balancing.Method method : Balancing.Method.values()) {
                row(family, method, training, later);
            }
        }
        return 0;
    }

    private void row(ConversionFamily family, Balancing.Method method, FeatureTable training, FeatureTable later) {
        long begin = System.nanoTime();
        Balanced balanced = new Balancing(method, ratio, seed).apply(training);
        Conversion model = new ConversionTrainer(family, settings(family), seed).train(balanced.table());
        double seconds = (System.nanoTime() - begin) / 1e9;
        double[] raw = IntStream.range(0, later.size())
                .mapToDouble(at -> model.probability(later.row(at)))
                .toArray();
        double[] corrected = Arrays.stream(raw).map(balanced::corrected).toArray();
        double[] truth = truths(later);
        System.out.println(String.format(
                Locale.ROOT,
                "%-22s %-28s %7d %8.2f  %.4f  %13.4f  %9.4f",
                family.name().toLowerCase(Locale.ROOT),
                method.name().toLowerCase(Locale.ROOT),
                balanced.table().size(),
                seconds,
                auc(later, raw),
                distance(raw, truth),
                distance(corrected, truth)));
    }

    private static ConversionTrainer.Settings settings(ConversionFamily family) {
        return switch (family) {
            case LOGISTIC_REGRESSION, FACTORIZATION_MACHINE -> new ConversionTrainer.Settings(3, 0.03, 4, 1, 1, 2);
            case XGBOOST, RANDOM_FOREST -> new ConversionTrainer.Settings(1, 0.1, 1, 40, 5, 20_000);
        };
    }

    private static FeatureTable impressions(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * NAMES.size()];
        boolean[] labels = new boolean[count];
        float[] weights = new float[count];
        Arrays.fill(weights, 1);
        for (int row = 0; row < count; row++) {
            float[] one = new float[NAMES.size()];
            for (int feature = 0; feature < one.length; feature++) {
                one[feature] = (float) random.nextGaussian();
            }
            labels[row] = random.nextDouble() < truth(one);
            System.arraycopy(one, 0, values, row * one.length, one.length);
        }
        return FeatureTable.of(NAMES, values, labels, weights);
    }

    /** Two effects, a product and a threshold: something for each family to find. */
    private static double truth(float[] row) {
        double odds =
                -4.8 + 0.9 * row[0] - 0.6 * row[1] + 0.7 * row[2] * row[3] + (row[4] > 0.5 ? 1.2 : 0) + 0.2 * row[5];
        return 1 / (1 + Math.exp(-odds));
    }

    private static double[] truths(FeatureTable table) {
        return IntStream.range(0, table.size())
                .mapToDouble(row -> truth(table.row(row)))
                .toArray();
    }

    private static double distance(double[] some, double[] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(at -> Math.abs(some[at] - others[at]))
                .average()
                .orElse(0);
    }

    /** By ranks; equal scores share theirs. */
    private static double auc(FeatureTable table, double[] scores) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        int at = 0;
        while (at < order.length) {
            int end = at;
            while (end < order.length && scores[order[end]] == scores[order[at]]) {
                end++;
            }
            for (int same = at; same < end; same++) {
                ranks += table.label(order[same]) ? (at + end + 1) / 2.0 : 0;
            }
            at = end;
        }
        double positives = table.positives();
        return (ranks - positives * (positives + 1) / 2) / positives / (table.size() - positives);
    }
}
