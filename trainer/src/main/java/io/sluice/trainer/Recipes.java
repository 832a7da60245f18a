package io.sluice.trainer;

import io.sluice.models.Family;
import java.util.List;
import java.util.Map;

/** Recipes that do well without tuning. */
public final class Recipes {
    /** One per family, simplest first. */
    public static final List<Recipe> DEFAULTS = List.of(
            new Recipe(Family.POPULARITY, Map.of(), 1),
            new Recipe(Family.COVISITATION, Map.of(), 1),
            new Recipe(Family.SESSION_KNN, Map.of(), 1),
            new Recipe(Family.ALS, Map.of(), 1),
            new Recipe(Family.RANKER, Map.of(), 1));

    private Recipes() {}
}
