package io.sluice.evaluator;

import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScores;
import io.sluice.models.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a reader wants to see of two models and no rule asks for.
 *
 * @param hitsShared share of the candidate's hits, by weight, that the champion had among its own recommendations too: what
 *     it would have exposed. Where most hits are shared, the holdout says little about what only the candidate recommends
 * @param contrasts the questions on which the two differ most, most different first
 */
public record Closeup(double hitsShared, List<Contrast> contrasts) {
    private static final int SHOWN = 10;
    private static final int CONTEXT = 4;

    /** Nobody to compare with. */
    static final Closeup NONE = new Closeup(0, List.of());

    public Closeup {
        contrasts = List.copyOf(contrasts);
    }

    /**
     * One question on which the models disagree.
     *
     * @param context the last items before it
     * @param target what the shopper turned to
     * @param championRank from 0, -1 if it was not recommended
     */
    public record Contrast(Instant time, List<String> context, String target, int championRank, int candidateRank) {
        public Contrast {
            context = List.copyOf(context);
        }
    }

    static Closeup of(Holdout holdout, HoldoutScores champion, HoldoutScores candidate) {
        List<Contrast> contrasts = IntStream.range(0, holdout.targets())
                .filter(champion::isScored)
                .filter(target -> champion.rank(target) != candidate.rank(target))
                .boxed()
                .sorted(Comparator.comparingDouble(
                                (Integer target) -> -Math.abs(gain(champion, target) - gain(candidate, target)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .map(target -> contrast(holdout, target, champion, candidate))
                .toList();
        return new Closeup(candidate.hitsShared(champion), contrasts);
    }

    private static double gain(HoldoutScores scores, int target) {
        return scores.rank(target) < 0 ? 0 : 1.0 / (scores.rank(target) + 1);
    }

    private static Contrast contrast(Holdout holdout, int target, HoldoutScores champion, HoldoutScores candidate) {
        List<String> context = new ArrayList<>();
        List<Step> steps = holdout.query(target).steps();
        for (Step step : steps.subList(Math.max(0, steps.size() - CONTEXT), steps.size())) {
            context.add(step.item());
        }
        return new Contrast(
                holdout.time(target), context, holdout.item(target), champion.rank(target), candidate.rank(target));
    }
}
