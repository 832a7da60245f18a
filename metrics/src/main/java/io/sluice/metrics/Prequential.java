package io.sluice.metrics;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.ActionWeights;
import io.sluice.models.Query;
import java.util.List;
import java.util.function.Function;

/**
 * One day's sessions, scored before anything trains on them: what retraining is worth. Every target counts the same
 * (VIEW, CLICK and ADD_TO_CART only).
 *
 * @param targets scored targets
 * @param unsellableTargets targets that could not be bought at their moment, counted apart
 * @param hitRate share of targets within the first k places, in [0, 1]; 0 if there is none
 * @param reciprocalRank mean of one over the place, 0 beyond k
 */
public record Prequential(int targets, int unsellableTargets, double hitRate, double reciprocalRank) {
    /** Browsing and carts, each the same. */
    private static final ActionWeights BROWSING = new ActionWeights(1, 1, 1, 0);
    /** Recommends the item last seen and nothing else; near 0, as runs of one item are one target. */
    public static final Function<Query, List<String>> REPEAT_LAST =
            query -> query.steps().isEmpty()
                    ? List.of()
                    : List.of(query.steps().get(query.steps().size() - 1).item());

    /** The questions of one day. */
    public static Holdout questions(Interactions data, TimeRange day) {
        return Holdout.of(data, day, BROWSING);
    }

    /** The day of a model that a {@link HoldoutScorer} has asked {@code questions}. */
    public static Prequential day(Holdout questions, HoldoutScores scores) {
        int[] ranks = new int[questions.targets()];
        int scored = 0;
        for (int target = 0; target < ranks.length; target++) {
            if (scores.isScored(target)) {
                ranks[scored++] = scores.rank(target);
            }
        }
        return of(ranks, scored, scores.k());
    }

    /** The day of anything that answers with outside item ids, best first. */
    public static Prequential day(
            Holdout questions, InventoryTimeline timeline, Function<Query, List<String>> ranker, int k) {
        InventoryTimeline.Cursor cursor = timeline.cursor();
        int[] ranks = new int[questions.targets()];
        int scored = 0;
        for (int target = 0; target < ranks.length; target++) {
            cursor.advanceTo(questions.time(target));
            if (cursor.sellable(questions.item(target))) {
                ranks[scored++] = ranker.apply(questions.query(target)).indexOf(questions.item(target));
            }
        }
        return of(ranks, scored, k);
    }

    private static Prequential of(int[] ranks, int scored, int k) {
        double hits = 0.0;
        double reciprocal = 0.0;
        for (int i = 0; i < scored; i++) {
            hits += RankingMetrics.hit(ranks[i], k);
            reciprocal += RankingMetrics.reciprocalRank(ranks[i], k);
        }
        int divisor = Math.max(1, scored);
        return new Prequential(scored, ranks.length - scored, hits / divisor, reciprocal / divisor);
    }
}
