package io.sluice.app.bench;

import io.sluice.metrics.RankingMetrics;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How a model answers questions, each over the whole catalogue; equal scores are ordered by a hash, so ties favour no item.
 * A target that the model does not know is a miss.
 *
 * @param coverage share of the catalogue that stands in some answer
 * @param seconds wall time over all questions
 * @param cost what single questions cost
 */
record Quality(int questions, double hitRate, double mrr, double ndcg, double coverage, double seconds, Cost cost) {
    /**
     * Of single questions, one after the other on one thread. CPU time is what a thread used itself, so other work on the
     * machine does not distort it as it does wall time.
     */
    record Cost(double perCpuSecond, double p99Millis, double p99CpuMillis) {
        private static Cost of(long[] wallNanos, long[] cpuNanos) {
            double cpuSeconds = Arrays.stream(cpuNanos).sum() / 1e9;
            return new Cost(cpuNanos.length / cpuSeconds, p99(wallNanos), p99(cpuNanos));
        }

        private static double p99(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[(int) (sorted.length * 99L / 100)] / 1e6;
        }
    }

    /** Asks on as many threads as the common pool has; the figures but for times do not depend on how many. */
    static Quality of(Recommender model, List<SessionFile.Question> questions, Instant now, int k) {
        ItemCatalog items = model.items();
        int[] ranks = new int[questions.size()];
        long[] nanos = new long[questions.size()];
        long[] cpuNanos = new long[questions.size()];
        int[][] shown = new int[questions.size()][];
        long begin = System.nanoTime();
        IntStream.range(0, ranks.length).parallel().forEach(at -> {
            SessionFile.Question question = questions.get(at);
            long start = System.nanoTime();
            long cpuStart = CpuTime.threadNanos();
            Ranking ranking = model.recommend(SessionLog.query(question.before(), now), StockMask.ALL, k);
            cpuNanos[at] = CpuTime.threadNanos() - cpuStart;
            nanos[at] = System.nanoTime() - start;
            OptionalInt target = items.index(question.next());
            ranks[at] = target.isEmpty() ? -1 : ranking.rankOf(target.getAsInt());
            shown[at] = IntStream.range(0, ranking.size()).map(ranking::item).toArray();
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        return of(items.size(), k, ranks, shown, seconds, Cost.of(nanos, cpuNanos));
    }

    private static Quality of(int catalogue, int k, int[] ranks, int[][] shown, double seconds, Cost cost) {
        double hits = 0;
        double reciprocal = 0;
        double ndcg = 0;
        BitSet seen = new BitSet(catalogue);
        for (int at = 0; at < ranks.length; at++) {
            hits += RankingMetrics.hit(ranks[at], k);
            reciprocal += RankingMetrics.reciprocalRank(ranks[at], k);
            ndcg += RankingMetrics.ndcg(ranks[at], k);
            for (int item : shown[at]) {
                seen.set(item);
            }
        }
        double n = ranks.length;
        return new Quality(
                ranks.length,
                hits / n,
                reciprocal / n,
                ndcg / n,
                catalogue == 0 ? 0 : (double) seen.cardinality() / catalogue,
                seconds,
                cost);
    }
}
