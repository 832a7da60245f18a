package io.sluice.trainer;

import io.sluice.models.Recommender;

/**
 * A model and the recipe that gave it.
 *
 * @param recipe with every parameter in effect
 */
public record Trained(Recipe recipe, Recommender model) {}
