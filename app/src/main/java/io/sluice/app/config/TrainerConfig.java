package io.sluice.app.config;

import io.sluice.models.Family;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.Recipes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * When models are retrained, and which compete. Section {@code trainer}.
 *
 * @param model the registered model's name
 * @param period event time between two retrainings; also the length of a holdout
 * @param window the longest history that a model learns from
 * @param families what competes on validation; earlier ones win ties
 * @param seed of everything random in training
 * @param frozenAfter the champion of this moment, counted from the first event, is kept aside to show what retraining is
 *     worth
 */
public record TrainerConfig(
        String model, Duration period, Duration window, List<String> families, long seed, Duration frozenAfter) {
    public static final TrainerConfig DEFAULTS = new TrainerConfig(
            "recommender",
            Duration.ofDays(1),
            Duration.ofDays(28),
            Recipes.DEFAULTS.stream().map(recipe -> recipe.family().label()).toList(),
            1,
            Duration.ofDays(14));

    public TrainerConfig {
        families = List.copyOf(families);
        require(
                model.matches("[A-Za-z0-9._-]+"),
                "trainer.model must consist of letters, digits, '.', '_' and '-', got \"" + model + "\"");
        require(period.toMinutes() >= 1, "trainer.period must be at least a minute, got " + period);
        require(
                window.compareTo(period.multipliedBy(2)) >= 0,
                "trainer.window must be at least two periods (" + period + " each), got " + window);
        require(!families.isEmpty(), "trainer.families must name at least one family, got none");
        families.forEach(TrainerConfig::requireFamily);
        require(!frozenAfter.isNegative(), "trainer.frozen-after must not be negative, got " + frozenAfter);
    }

    private static void requireFamily(String label) {
        try {
            Family.of(label);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("trainer.families: " + unknown.getMessage(), unknown);
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** One recipe per family, with the families' own default parameters. */
    public List<Recipe> recipes() {
        return families.stream()
                .map(label -> new Recipe(Family.of(label), Map.of(), seed))
                .toList();
    }
}
