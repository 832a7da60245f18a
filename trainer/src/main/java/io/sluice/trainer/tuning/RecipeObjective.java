package io.sluice.trainer.tuning;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.Family;
import io.sluice.trainer.Candidates;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.Trained;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** NDCG@k on a fold's window of a family fitted to what lies before it, with given parameters over the defaults. */
public final class RecipeObjective implements ToDoubleBiFunction<Map<String, String>, RollingWindows.Fold> {
    private final Family family;
    private final long seed;
    private final Interactions data;
    private final InventoryTimeline inventory;
    private final HoldoutScorer scorer;
    private final int k;

    public RecipeObjective(
            Family family, long seed, Interactions data, InventoryTimeline inventory, HoldoutScorer scorer, int k) {
        this.family = family;
        this.seed = seed;
        this.data = data;
        this.inventory = inventory;
        this.scorer = scorer;
        this.k = k;
    }

    @Override
    public double applyAsDouble(Map<String, String> parameters, RollingWindows.Fold fold) {
        TimeRange known = new TimeRange(fold.train().from(), fold.validation().to());
        InventoryTimeline timeline = inventory.visibleBefore(known.to());
        Interactions seen = data.between(known);
        Trained trained = new Candidates(TrainingListener.NONE)
                .fit(new Recipe(family, parameters, seed), new TrainingSet(seen, timeline, fold.train()));
        return scorer.score(trained.model(), Holdout.of(seen, fold.validation()), timeline, k)
                .means()
                .getOrDefault("ndcg@" + k, 0.0);
    }
}
