package io.sluice.app.bench;

import io.sluice.models.ActionWeights;
import io.sluice.models.AlsModel;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import io.sluice.models.Query;
import io.sluice.models.Question;
import io.sluice.models.Ranking;
import io.sluice.models.Step;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well item factors find what users touched later, the whole catalogue ranked but for what they touched before: means
 * over users, as the LightGCN split is scored in the literature.
 *
 * @param recall share of the later items among the first 20
 * @param ndcg with every hit gaining 1
 */
record HeldOut(double recall, double ndcg) {
    private static final int K = 20;
    private static final Instant NOW = Instant.EPOCH;

    static HeldOut scored(Rows rows, Rows later, float[] items, int rank, float alpha, double regularisation) {
        List<String> ids =
                IntStream.range(0, rows.width()).mapToObj(Integer::toString).toList();
        PopularityModel nothing = PopularityModel.of(ItemCatalog.of(ids), new float[ids.size()]);
        AlsModel model = AlsModel.of(
                nothing,
                ActionWeights.EQUAL,
                new AlsModel.Folding(rank, alpha, (float) regularisation, 1, Integer.MAX_VALUE),
                items);
        int[] users = IntStream.range(0, Math.min(rows.columns().length, later.columns().length))
                .filter(user -> later.columns()[user].length > 0)
                .toArray();
        double[][] scores = Arrays.stream(chunks(users))
                .parallel()
                .map(chunk -> scored(model, rows, later, chunk))
                .flatMap(Arrays::stream)
                .toArray(double[][]::new);
        return new HeldOut(mean(scores, 0), mean(scores, 1));
    }

    private static int[][] chunks(int[] users) {
        return IntStream.rangeClosed(0, (users.length - 1) / 64)
                .mapToObj(chunk -> Arrays.copyOfRange(users, chunk * 64, Math.min(users.length, chunk * 64 + 64)))
                .toArray(int[][]::new);
    }

    private static double[][] scored(AlsModel model, Rows rows, Rows later, int[] users) {
        List<Question> questions = Arrays.stream(users)
                .mapToObj(user -> new Question(query(rows.columns()[user]), StockMask.ALL))
                .toList();
        List<Ranking> rankings = model.recommendAll(questions, K);
        return IntStream.range(0, users.length)
                .mapToObj(at -> score(rankings.get(at), later.columns()[users[at]]))
                .toArray(double[][]::new);
    }

    private static Query query(int[] items) {
        List<Step> steps = Arrays.stream(items)
                .mapToObj(item -> new Step(Integer.toString(item), Action.VIEW, NOW))
                .toList();
        return new Query(Optional.empty(), steps, NOW, false);
    }

    private static double[] score(Ranking ranking, int[] wanted) {
        double hits = 0;
        double gain = 0;
        double ideal = 0;
        for (int rank = 0; rank < Math.min(K, wanted.length); rank++) {
            ideal += discount(rank);
        }
        for (int rank = 0; rank < ranking.size(); rank++) {
            int item = ranking.item(rank);
            if (Arrays.stream(wanted).anyMatch(other -> other == item)) {
                hits++;
                gain += discount(rank);
            }
        }
        return new double[] {hits / wanted.length, gain / ideal};
    }

    private static double discount(int rank) {
        return 1 / (Math.log(rank + 2.0) / Math.log(2));
    }

    private static double mean(double[][] scores, int at) {
        return Arrays.stream(scores).mapToDouble(score -> score[at]).average().orElse(0);
    }
}
