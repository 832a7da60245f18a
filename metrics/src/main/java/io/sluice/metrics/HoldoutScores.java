package io.sluice.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one model did on one holdout: the rank of every target, and everything that follows from the ranks. Immutable.
 *
 * <p>A session without a scored target has no value. Values are sums in the holdout's order, so they repeat bit for bit.
 */
public final class HoldoutScores {
    private static final int UNSELLABLE = -2;
    private static final List<String> METRICS = List.of("hr", "mrr", "ndcg", "recall");

    private final Holdout holdout;
    private final int k;
    private final int[] ranks;
    private final Tally tally;
    private final String rankingsSha256;

    HoldoutScores(Holdout holdout, int k, int[] ranks, Tally tally, String rankingsSha256) {
        this.holdout = holdout;
        this.k = k;
        this.ranks = ranks.clone();
        this.tally = tally;
        this.rankingsSha256 = rankingsSha256;
    }

    static int unsellable() {
        return UNSELLABLE;
    }

    public int k() {
        return k;
    }

    public Tally tally() {
        return tally;
    }

    /** SHA-256 over the ids recommended for every target in order: equal if two models recommend the same. */
    public String rankingsSha256() {
        return rankingsSha256;
    }

    /** Whether the target could be bought at its moment; only such targets are scored. */
    public boolean isScored(int target) {
        return ranks[target] != UNSELLABLE;
    }

    /** Rank of the target from 0; -1 if it was not recommended. Meaningless unless {@link #isScored}. */
    public int rank(int target) {
        return ranks[target];
    }

    /** The metrics that can be asked for: hr, mrr, ndcg and recall at {@link #k}, as {@code ndcg@20}. */
    public List<String> metrics() {
        return METRICS.stream().map(name -> name + "@" + k).toList();
    }

    /**
     * The metric per session, over the targets of {@code slice} only; sessions without any are left out. As every
     * question has one target, recall is the hit rate.
     *
     * @return empty if there is no such metric
     */
    public Optional<SessionScores> sessions(String metric, Slice slice) {
        if (!metrics().contains(metric)) {
            return Optional.empty();
        }
        double[] sums = new double[holdout.sessions()];
        double[] weights = new double[holdout.sessions()];
        for (int target = 0; target < ranks.length; target++) {
            if (isScored(target) && slice.contains().test(target)) {
                int session = holdout.session(target);
                sums[session] += holdout.weight(target) * value(metric, ranks[target]);
                weights[session] += holdout.weight(target);
            }
        }
        return Optional.of(means(sums, weights));
    }

    /** Every metric's mean over sessions, by name. */
    public SortedMap<String, Double> means() {
        SortedMap<String, Double> means = new TreeMap<>();
        for (String metric : metrics()) {
            means.put(metric, sessions(metric, Slice.ALL).orElseThrow().mean());
        }
        return means;
    }

    private SessionScores means(double[] sums, double[] weights) {
        int[] sessions = new int[sums.length];
        int[] users = new int[sums.length];
        double[] values = new double[sums.length];
        int size = 0;
        for (int session = 0; session < sums.length; session++) {
            if (weights[session] > 0) {
                sessions[size] = session;
                users[size] = holdout.user(session);
                values[size++] = sums[session] / weights[session];
            }
        }
        return SessionScores.of(Arrays.copyOf(sessions, size), Arrays.copyOf(users, size), Arrays.copyOf(values, size));
    }

    private double value(String metric, int rank) {
        return switch (metric.substring(0, metric.indexOf('@'))) {
            case "ndcg" -> RankingMetrics.ndcg(rank, k);
            case "mrr" -> RankingMetrics.reciprocalRank(rank, k);
            default -> RankingMetrics.hit(rank, k);
        };
    }
}
