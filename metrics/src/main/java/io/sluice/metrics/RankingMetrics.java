package io.sluice.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Metrics of one ranked list, cut at {@code k}. Ranks count from 0; -1 means that the target is not in the list. Every
 * value lies in [0, 1].
 *
 * <p>NDCG after Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002, with discount
 * log2(rank + 2) and the gain taken as it is.
 */
public final class RankingMetrics {
    private RankingMetrics() {}

    /** 1 if the only target stands within the first {@code k} places, else 0. */
    public static double hit(int rank, int k) {
        return rank >= 0 && rank < places(k) ? 1.0 : 0.0;
    }

    /** One over the place (from 1) of the only target, 0 beyond {@code k}. */
    public static double reciprocalRank(int rank, int k) {
        return hit(rank, k) == 0.0 ? 0.0 : 1.0 / (rank + 1);
    }

    /** Precision of a list with one target: 1/k if it is found. */
    public static double precision(int rank, int k) {
        return hit(rank, k) / k;
    }

    /** NDCG of a list with one target: the discount of its place, 0 beyond {@code k}. */
    public static double ndcg(int rank, int k) {
        return hit(rank, k) == 0.0 ? 0.0 : discount(rank);
    }

    /**
     * NDCG with graded targets.
     *
     * @param ranked item indices, best first, no repeats; may be shorter than {@code k}
     * @param gains positive gain of each target
     * @throws IllegalArgumentException if there is no target or a gain is not positive
     */
    public static double ndcg(int[] ranked, Map<Integer, Double> gains, int k) {
        double[] ideal = ascending(gains);
        double best = 0.0;
        for (int rank = 0; rank < Math.min(places(k), ideal.length); rank++) {
            best += ideal[ideal.length - 1 - rank] * discount(rank);
        }
        double gained = 0.0;
        for (int rank = 0; rank < Math.min(k, ranked.length); rank++) {
            gained += gains.getOrDefault(ranked[rank], 0.0) * discount(rank);
        }
        return gained / best;
    }

    /**
     * Share of the targets that stand within the first {@code k} places.
     *
     * @throws IllegalArgumentException if there is no target
     */
    public static double recall(int[] ranked, Set<Integer> targets, int k) {
        return (double) hits(ranked, targets, k) / known(targets).size();
    }

    /**
     * Share of all gain that stands within the first {@code k} places: recall graded by what each target is worth.
     *
     * @throws IllegalArgumentException if there is no target or a gain is not positive
     */
    public static double recall(int[] ranked, Map<Integer, Double> gains, int k) {
        double total = 0.0;
        for (double gain : ascending(gains)) {
            total += gain;
        }
        double found = 0.0;
        for (int rank = 0; rank < Math.min(places(k), ranked.length); rank++) {
            found += gains.getOrDefault(ranked[rank], 0.0);
        }
        return found / total;
    }

    /**
     * Share of the first {@code k} places that hold a target; a list shorter than {@code k} is not forgiven.
     *
     * @throws IllegalArgumentException if there is no target
     */
    public static double precision(int[] ranked, Set<Integer> targets, int k) {
        return (double) hits(ranked, targets, k) / k;
    }

    /**
     * One over the place (from 1) of the first target found, 0 if none stands within the first {@code k} places.
     *
     * @throws IllegalArgumentException if there is no target
     */
    public static double reciprocalRank(int[] ranked, Set<Integer> targets, int k) {
        known(targets);
        for (int rank = 0; rank < Math.min(places(k), ranked.length); rank++) {
            if (targets.contains(ranked[rank])) {
                return 1.0 / (rank + 1);
            }
        }
        return 0.0;
    }

    /** 1 if any target stands within the first {@code k} places, else 0. */
    public static double hit(int[] ranked, Set<Integer> targets, int k) {
        return hits(ranked, targets, k) > 0 ? 1.0 : 0.0;
    }

    /**
     * Average precision at {@code k}: precision at the place of each target found, over as many targets as could have been
     * found, min(k, targets).
     *
     * @throws IllegalArgumentException if there is no target
     */
    public static double averagePrecision(int[] ranked, Set<Integer> targets, int k) {
        int possible = Math.min(places(k), known(targets).size());
        int found = 0;
        double sum = 0.0;
        for (int rank = 0; rank < Math.min(k, ranked.length); rank++) {
            if (targets.contains(ranked[rank])) {
                found++;
                sum += (double) found / (rank + 1);
            }
        }
        return sum / possible;
    }

    /**
     * Gini coefficient of how often each item was recommended: 0 if all equally often, towards 1 if all goes to one.
     *
     * @param counts per item, zeros included; not changed
     * @return 0 where nothing was counted
     */
    public static double gini(long[] counts) {
        long[] sorted = counts.clone();
        Arrays.sort(sorted);
        double total = 0.0;
        double ranked = 0.0;
        for (int i = 0; i < sorted.length; i++) {
            total += sorted[i];
            ranked += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
        }
        return total == 0.0 ? 0.0 : ranked / (sorted.length * total);
    }

    private static double[] ascending(Map<Integer, Double> gains) {
        double[] sorted = gains.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0 || !(sorted[0] > 0.0)) {
            throw new IllegalArgumentException("a graded metric needs targets with positive gains, got " + gains);
        }
        return sorted;
    }

    private static int hits(int[] ranked, Set<Integer> targets, int k) {
        return (int) Arrays.stream(ranked)
                .limit(places(k))
                .filter(known(targets)::contains)
                .count();
    }

    private static Set<Integer> known(Set<Integer> targets) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a ranking metric needs at least one target");
        }
        return targets;
    }

    private static int places(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, got " + k);
        }
        return k;
    }

    private static double discount(int rank) {
        return StrictMath.log(2.0) / StrictMath.log(rank + 2.0);
    }
}
