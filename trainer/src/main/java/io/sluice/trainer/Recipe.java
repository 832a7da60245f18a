package io.sluice.trainer;

import io.sluice.models.Family;
import java.util.Map;

/**
 * Everything that decides what a model learns from a set.
 *
 * @param parameters by name, those that differ from the family's defaults at least
 */
public record Recipe(Family family, Map<String, String> parameters, long seed) {
    public Recipe {
        parameters = Map.copyOf(parameters);
    }

    /**
     * The trainer that follows this recipe.
     *
     * @throws IllegalArgumentException if a parameter is unknown to the family or out of range
     */
    public RecommenderTrainer trainer() {
        return switch (family) {
            case POPULARITY -> new PopularityTrainer(parameters);
            case COVISITATION -> new CovisitationTrainer(parameters);
            case SESSION_KNN -> new SessionKnnTrainer(parameters);
            case SEQUENCE -> new SequenceTrainer(parameters);
            case SESSION_BOOST -> new SessionBoostTrainer(parameters);
            case RANKER -> new RankerTrainer(parameters);
            case ALS -> new AlsTrainer(parameters);
        };
    }
}
