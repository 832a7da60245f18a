package io.sluice.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.metrics.ClassificationMetrics;
import io.sluice.metrics.RankingMetrics;
import io.sluice.metrics.RegressionMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Random cases with what our metrics make of them, for {@code infra/metrics/check} to compare with scikit-learn. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = "Writes random cases and our metrics of them.")
final class MetricsBench implements Callable<Integer> {
    @Option(names = "--json", required = true, paramLabel = "FILE", description = "Where to.")
    private Path json;

    @Option(names = "--cases", defaultValue = "300", description = "Default ${DEFAULT-VALUE}.")
    private int cases;

    @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        ArrayNode all = new ObjectMapper().createArrayNode();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < cases; i++) {
            ranking(all.addObject(), random.split());
            classification(all.addObject(), random.split());
        }
        Files.writeString(json, all.toPrettyString());
        System.out.println(all.size() + " cases in " + json);
        return 0;
    }

    private static void ranking(ObjectNode node, SplittableRandom random) {
        int items = 5 + random.nextInt(40);
        int k = 1 + random.nextInt(items);
        int[] ranked = new int[items];
        Arrays.setAll(ranked, item -> item);
        Map<Integer, Double> gains = new HashMap<>();
        for (int item = 0; item < items; item++) {
            if (random.nextInt(4) == 0) {
                gains.put(item, 1.0 + random.nextInt(6));
            }
        }
        gains.put(random.nextInt(items), 3.0);
        ArrayNode list = node.put("kind", "ranking").put("k", k).putArray("gains");
        for (int item = 0; item < items; item++) {
            list.add(gains.getOrDefault(item, 0.0));
        }
        node.put("ndcg", RankingMetrics.ndcg(ranked, gains, k))
                .put("recall", RankingMetrics.recall(ranked, gains.keySet(), k))
                .put("gradedRecall", RankingMetrics.recall(ranked, gains, k))
                .put("precision", RankingMetrics.precision(ranked, gains.keySet(), k))
                .put("map", RankingMetrics.averagePrecision(ranked, gains.keySet(), k))
                .put("mrr", RankingMetrics.reciprocalRank(ranked, gains.keySet(), k))
                .put("hit", RankingMetrics.hit(ranked, gains.keySet(), k));
    }

    private static void classification(ObjectNode node, SplittableRandom random) {
        int size = 10 + random.nextInt(200);
        double[] said = new double[size];
        boolean[] came = new boolean[size];
        for (int i = 0; i < size; i++) {
            // Two digits, so that there are ties.
            said[i] = random.nextInt(101) / 100.0;
            came[i] = i < 2 ? i == 0 : random.nextDouble() < said[i];
        }
        node.put("kind", "classification");
        Arrays.stream(said).forEach(node.putArray("said")::add);
        ArrayNode outcomes = node.putArray("came");
        double[] observed = new double[size];
        for (int i = 0; i < size; i++) {
            outcomes.add(came[i]);
            observed[i] = came[i] ? 1 : 0;
        }
        ClassificationMetrics.Confusion half = ClassificationMetrics.at(0.5, said, came);
        node.put("logLoss", ClassificationMetrics.logLoss(said, came))
                .put("brier", ClassificationMetrics.brier(said, came))
                .put("auc", ClassificationMetrics.areaUnderRoc(said, came))
                .put("averagePrecision", ClassificationMetrics.averagePrecision(said, came))
                .put("precision", half.precision())
                .put("recall", half.recall())
                .put("f1", half.f1())
                .put("accuracy", half.accuracy())
                .put("mae", RegressionMetrics.meanAbsoluteError(said, observed))
                .put("rmse", RegressionMetrics.rootMeanSquaredError(said, observed));
    }
}
