package io.sluice.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How one model did on one holdout: the rank of every target, and everything that follows from the ranks. Immutable.
 *
 * <p>A session without a scored target has no value. Values are sums in the holdout's order, so they repeat bit for bit.
 */
public final class HoldoutScores {
    private static final int UNSELLABLE = -2;
    private static final List<String> GRADED = List.of("hr", "map", "mrr", "ndcg", "precision", "recall");
    private static final String BINARY = "-binary";
    private static final int BINS = 10;

    private final Holdout holdout;
    private final int k;
    private final int[] ranks;
    private final float[] confidence;
    private final Tally tally;
    private final Variety variety;
    private final String rankingsSha256;

    /** @param confidence score of the first recommendation per target, NaN where there was none; borrowed, as ranks are */
    HoldoutScores(
            Holdout holdout,
            int k,
            int[] ranks,
            float[] confidence,
            Tally tally,
            Variety variety,
            String rankingsSha256) {
        this.holdout = holdout;
        this.k = k;
        this.ranks = ranks;
        this.confidence = confidence;
        this.tally = tally;
        this.variety = variety;
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

    public Variety variety() {
        return variety;
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

    /**
     * The metrics that can be asked for, as {@code ndcg@20}: hr, map, mrr, ndcg, precision and recall at {@link #k}, with
     * targets weighted by action, and each with {@code -binary} ({@code ndcg-binary@20}), with all targets alike.
     */
    public List<String> metrics() {
        return Stream.concat(GRADED.stream(), GRADED.stream().map(name -> name + BINARY))
                .map(name -> name + "@" + k)
                .toList();
    }

    /**
     * The metric per session, over the targets of {@code slice} only; sessions without any are left out. As every
     * question has one target, recall is the hit rate, precision a k-th of it, and MAP is MRR.
     *
     * @return empty if there is no such metric
     */
    public Optional<SessionScores> sessions(String metric, Slice slice) {
        if (!metrics().contains(metric)) {
            return Optional.empty();
        }
        boolean binary = metric.contains(BINARY);
        String name = metric.replace(BINARY, "");
        double[] sums = new double[holdout.sessions()];
        double[] weights = new double[holdout.sessions()];
        for (int target = 0; target < ranks.length; target++) {
            if (isScored(target) && slice.contains().test(target)) {
                int session = holdout.session(target);
                double weight = binary ? 1 : holdout.weight(target);
                sums[session] += weight * value(name, ranks[target]);
                weights[session] += weight;
            }
        }
        return Optional.of(means(sums, weights));
    }

    /**
     * How much more often the first recommendation is right where its score is higher: bins of equal counts, or of equal
     * widths where every score lies in [0, 1] and may be read as a probability. Empty if nothing was recommended.
     */
    public Optional<Reliability> reliability() {
        int[] answered = IntStream.range(0, ranks.length)
                .filter(target -> isScored(target) && Float.isFinite(confidence[target]))
                .toArray();
        if (answered.length == 0) {
            return Optional.empty();
        }
        double[] scores = new double[answered.length];
        boolean[] right = new boolean[answered.length];
        for (int i = 0; i < answered.length; i++) {
            scores[i] = confidence[answered[i]];
            right[i] = ranks[answered[i]] == 0;
        }
        return Optional.of(
                scoresAreProbabilities()
                        ? Reliability.ofProbabilities(scores, right, BINS)
                        : Reliability.ofScores(scores, right, BINS));
    }

    /** Whether every finite score of a first recommendation lies in [0, 1]. */
    public boolean scoresAreProbabilities() {
        for (float score : confidence) {
            if (Float.isFinite(score) && !(score >= 0 && score <= 1)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Share of this model's hits, by weight, that {@code other} had within its first k places too: what {@code other}, were
     * it in force, would have shown the shopper anyway. 0 where this model has no hit.
     */
    public double hitsShared(HoldoutScores other) {
        double hits = 0.0;
        double shared = 0.0;
        for (int target = 0; target < ranks.length; target++) {
            if (isScored(target) && ranks[target] >= 0) {
                hits += holdout.weight(target);
                shared += other.ranks[target] >= 0 ? holdout.weight(target) : 0;
            }
        }
        return hits == 0 ? 0.0 : shared / hits;
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
            case "precision" -> RankingMetrics.precision(rank, k);
            case "mrr", "map" -> RankingMetrics.reciprocalRank(rank, k);
            default -> RankingMetrics.hit(rank, k);
        };
    }
}
