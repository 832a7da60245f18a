package io.sluice.app.bench;

import io.sluice.models.Family;
import io.sluice.trainer.Recipe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recipe with the name it has in reports. On session files every family keeps runs of one item, because in these files
 * going back to an item at once is a step like any other.
 */
record Contender(String name, Recipe recipe) {
    private static final long SEED = 1;

    /**
     * The shipped default configuration: no setting depends on the file. Without the network, which costs four fifths of the
     * time for less than a standard error.
     */
    static final Contender BEST = of(
            "session-boost",
            Family.SESSION_BOOST,
            Map.of("collapse-runs", "false", "signals", "neighbours,session,items,transitions,beyond"));

    /** What {@code bench sessions} compares when no family is named, simplest first. */
    static final List<Contender> DEFAULTS = List.of(
            of("popularity", Family.POPULARITY, Map.of()),
            of("covisitation", Family.COVISITATION, Map.of("half-life-days", "60")),
            of(
                    "session-knn",
                    Family.SESSION_KNN,
                    Map.of(
                            "half-life-days", "60",
                            "sessions", "1000000",
                            "sample", "5000",
                            "neighbours", "1000",
                            "context-reach", "20",
                            "context-decay", "0.6",
                            "distance-decay", "0.75",
                            "backward", "0.9",
                            "self", "1.5",
                            "rarity", "1.5")),
            BEST);

    private static Contender of(String name, Family family, Map<String, String> parameters) {
        return new Contender(name, new Recipe(family, parameters, SEED));
    }

    /**
     * The contender of this name, or the family's own defaults.
     *
     * @throws IllegalArgumentException naming the known families
     */
    static Contender named(String name) {
        return DEFAULTS.stream()
                .filter(contender -> contender.name.equals(name))
                .findFirst()
                .orElseGet(() -> of(name, Family.of(name), Map.of()));
    }

    /** Every parameter in effect, with family and seed, ordered by name. */
    TreeMap<String, String> configuration() {
        TreeMap<String, String> configuration = new TreeMap<>(recipe.trainer().parameters());
        configuration.put("family", recipe.family().label());
        configuration.put("seed", Long.toString(recipe.seed()));
        return configuration;
    }
}
