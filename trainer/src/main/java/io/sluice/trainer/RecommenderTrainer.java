package io.sluice.trainer;

import io.sluice.models.Family;
import io.sluice.models.Recommender;
import java.util.Map;

/** One way to learn a model. Immutable; trains as often as it is asked to. */
public interface RecommenderTrainer {
    Family family();

    /** Every parameter with its value in effect; {@link Recipe} makes an equal trainer of them. Ordered by name. */
    Map<String, String> parameters();

    /**
     * Learns a model. Same set, same seed, same bytes. The model's catalogue is every item of the set's rows and
     * inventory, ordered by id; an empty set gives a model that knows the inventory's items only.
     */
    Recommender train(TrainingSet set, long seed, TrainingListener listener);
}
