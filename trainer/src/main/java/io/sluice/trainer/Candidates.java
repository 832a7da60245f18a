package io.sluice.trainer;

import io.sluice.models.Recommender;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits recipes to a training set. Safe for several threads if its listener is. */
public final class Candidates {
    private static final Logger log = LoggerFactory.getLogger(Candidates.class);

    private final TrainingListener listener;

    public Candidates(TrainingListener listener) {
        this.listener = listener;
    }

    /**
     * Fits one recipe.
     *
     * @throws IllegalArgumentException as {@link Recipe#trainer}
     */
    public Trained fit(Recipe recipe, TrainingSet set) {
        RecommenderTrainer trainer = recipe.trainer();
        long begin = System.nanoTime();
        Recommender model = trainer.train(set, recipe.seed(), listener);
        log.info(
                "fitted family={} rows={} items={} range={} seconds={}",
                recipe.family().label(),
                set.interactions().size(),
                model.items().size(),
                set.range(),
                (System.nanoTime() - begin) / 1e9);
        return new Trained(new Recipe(recipe.family(), trainer.parameters(), recipe.seed()), model);
    }

    /** Fits each recipe, in the given order. */
    public List<Trained> fitAll(List<Recipe> recipes, TrainingSet set) {
        return recipes.stream().map(recipe -> fit(recipe, set)).toList();
    }
}
