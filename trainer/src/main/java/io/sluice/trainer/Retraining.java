package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.TimeSplit;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.Family;
import java.util.Comparator;
import java.util.List;

/**
 * One retraining: fits every recipe on the training part, chooses on validation, refits the chosen one on both. The
 * holdout is never looked at; the interactions may reach into it, but {@link TrainingSet} cuts them off.
 */
public final class Retraining {
    private static final String METRIC_STEM = "ndcg@";

    private final List<Recipe> recipes;
    private final HoldoutScorer scorer;
    private final int k;
    private final CountedDays counted;
    private final Candidates candidates;

    /**
     * @param recipes at least one; earlier ones win ties
     * @param listener hears of several recipes at once, from several threads
     * @param k length of the rankings that validation compares
     * @param counted what earlier retrainings have counted; kept up to date
     */
    public Retraining(
            List<Recipe> recipes, HoldoutScorer scorer, int k, CountedDays counted, TrainingListener listener) {
        if (recipes.isEmpty()) {
            throw new IllegalArgumentException("a retraining needs at least one recipe, got none");
        }
        this.recipes = List.copyOf(recipes);
        this.scorer = scorer;
        this.k = k;
        this.counted = counted;
        this.candidates = new Candidates(listener);
    }

    /**
     * How a family did on validation.
     *
     * @param ndcg mean over sessions, weighted by action, in [0, 1]
     */
    public record Contest(Family family, Recipe recipe, double ndcg) {}

    /**
     * What a retraining gave.
     *
     * @param contests in the order of the recipes
     * @param candidate the winner, refitted
     */
    public record Outcome(List<Contest> contests, Trained candidate) {
        public Outcome {
            contests = List.copyOf(contests);
        }
    }

    /** Runs it. */
    public Outcome run(Interactions data, InventoryTimeline inventory, TimeSplit split) {
        List<Contest> contests = contests(data, inventory, split);
        Contest best =
                contests.stream().max(Comparator.comparingDouble(Contest::ndcg)).orElseThrow();
        return new Outcome(contests, fit(best.recipe(), data, inventory, split.learning()));
    }

    private List<Contest> contests(Interactions data, InventoryTimeline inventory, TimeSplit split) {
        Interactions known = data.between(split.learning());
        InventoryTimeline timeline = inventory.visibleBefore(split.validation().to());
        Holdout validation = Holdout.of(known, split.validation());
        TrainingSet train = new TrainingSet(known, timeline, split.train(), counted);
        // Each recipe is fitted by one thread, so what comes out does not depend on how many there are.
        return recipes.parallelStream()
                .map(recipe -> contest(candidates.fit(recipe, train), validation, timeline))
                .toList();
    }

    private Contest contest(Trained trained, Holdout validation, InventoryTimeline timeline) {
        double ndcg =
                scorer.score(trained.model(), validation, timeline, k).means().getOrDefault(METRIC_STEM + k, 0.0);
        return new Contest(trained.recipe().family(), trained.recipe(), ndcg);
    }

    /** Fits one recipe on {@code range}: how a candidate is made, and made again. */
    public Trained fit(Recipe recipe, Interactions data, InventoryTimeline inventory, TimeRange range) {
        return candidates.fit(recipe, new TrainingSet(data, inventory, range, counted));
    }
}
