package io.sluice.trainer;

import io.sluice.models.ActionWeights;
import io.sluice.models.Family;
import io.sluice.models.PopularityModel;
import io.sluice.models.SequenceModel;
import io.sluice.trainer.sequence.SequenceFit;
import io.sluice.trainer.sequence.SequenceSettings;
import java.util.HashMap;
import java.util.Map;

/** Fits a sequence network to all sessions of two items or more. */
final class SequenceTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = defaults();

    private final Parameters parameters;
    private final boolean collapseRuns;
    private final int most;
    private final int epochs;
    private final double rate;
    private final SequenceSettings settings;
    private final ActionWeights actions;
    private final PopularityTrainer popularity;

    SequenceTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.collapseRuns = parameters.flag("collapse-runs");
        this.most = parameters.count("sessions");
        this.epochs = parameters.count("network-epochs");
        this.rate = parameters.positive("network-learning-rate");
        this.settings = SequenceParameters.settings(parameters);
        this.actions = parameters.weights("");
        this.popularity = PopularityTrainer.halvingEvery(parameters.positive("popularity-half-life-days"));
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>(SequenceParameters.DEFAULTS);
        defaults.put("popularity-half-life-days", "2");
        defaults.put("collapse-runs", "true");
        defaults.put("sessions", "500000");
        defaults.put("weight-view", "1");
        defaults.put("weight-click", "1");
        defaults.put("weight-add-to-cart", "1");
        defaults.put("weight-purchase", "1");
        return Map.copyOf(defaults);
    }

    @Override
    public Family family() {
        return Family.SEQUENCE;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public SequenceModel train(TrainingSet set, long seed, TrainingListener listener) {
        PopularityModel fill = popularity.train(set, seed, TrainingListener.NONE);
        Trails trails = Trails.of(set.interactions(), actions, collapseRuns, fill.items(), most);
        SequenceFit fit = new SequenceFit(settings, fill.items().size(), seed);
        fit.run(
                trails.rows(),
                epochs,
                rate,
                (epoch, loss) -> listener.measured(Family.SEQUENCE, epoch, "train-log-loss", loss));
        return SequenceModel.of(fill, fit.network(), actions, collapseRuns);
    }
}
