package io.sluice.trainer;

import io.sluice.models.ActionWeights;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Counts what shoppers turned to, older days counting less. */
final class PopularityTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = Map.of(
            "half-life-days", "2",
            "weight-view", "1",
            "weight-click", "1",
            "weight-add-to-cart", "1",
            "weight-purchase", "1");

    private final Parameters parameters;
    private final double halfLifeDays;
    private final ActionWeights actions;

    PopularityTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.halfLifeDays = parameters.positive("half-life-days");
        this.actions = parameters.weights("");
    }

    /** With defaults but for the half-life. */
    static PopularityTrainer halvingEvery(double days) {
        return new PopularityTrainer(Map.of("half-life-days", Double.toString(days)));
    }

    @Override
    public Family family() {
        return Family.POPULARITY;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public PopularityModel train(TrainingSet set, long seed, TrainingListener listener) {
        return merge(count(set), set.catalog(), set.range().to());
    }

    List<DayCounts> count(TrainingSet set) {
        return DayCounts.daysOf(set, actions, DayCounts.Pairing.NONE);
    }

    /** The model of days that were counted before, each by {@link #count}. */
    PopularityModel merge(List<DayCounts> days, ItemCatalog catalog, Instant end) {
        return FadedCounts.popularity(days, end, halfLifeDays, catalog);
    }
}
