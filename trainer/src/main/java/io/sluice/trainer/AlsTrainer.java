package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import io.sluice.models.AlsModel;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import io.sluice.trainer.als.Confidences;
import io.sluice.trainer.als.Factorisation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Alternating least squares over [sessions × items]. Hu, Koren and Volinsky, "Collaborative filtering for implicit
 * feedback datasets", 2008. Deviations: confidence fades with the age of the
 * session; only the newest {@code rows} interactions are learnt from.
 */
final class AlsTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("half-life-days", "14"),
            Map.entry("popularity-half-life-days", "2"),
            Map.entry("factors", "16"),
            Map.entry("rows", "3000000"),
            Map.entry("sweeps", "5"),
            Map.entry("solver-steps", "3"),
            Map.entry("alpha", "20"),
            Map.entry("regularisation", "30"),
            Map.entry("context-reach", "10"),
            Map.entry("context-decay", "0.5"),
            Map.entry("weight-view", "1"),
            Map.entry("weight-click", "1"),
            Map.entry("weight-add-to-cart", "0.3"),
            Map.entry("weight-purchase", "1"));

    private final Parameters parameters;
    private final double halfLifeDays;
    private final int rows;
    private final int sweeps;
    private final int steps;
    private final AlsModel.Folding folding;
    private final ActionWeights actions;
    private final PopularityTrainer popularity;

    AlsTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.halfLifeDays = parameters.positive("half-life-days");
        this.rows = parameters.count("rows");
        this.sweeps = parameters.count("sweeps");
        this.steps = parameters.count("solver-steps");
        this.folding = new AlsModel.Folding(
                parameters.count("factors"),
                (float) parameters.positive("alpha"),
                (float) parameters.positive("regularisation"),
                (float) parameters.positive("context-decay"),
                parameters.count("context-reach"));
        this.actions = parameters.weights("");
        this.popularity = PopularityTrainer.halvingEvery(parameters.positive("popularity-half-life-days"));
    }

    @Override
    public Family family() {
        return Family.ALS;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public AlsModel train(TrainingSet set, long seed, TrainingListener listener) {
        PopularityModel fill = popularity.train(set, seed, TrainingListener.NONE);
        Confidences bySession =
                confidences(set.interactions().newest(rows), set.range().to(), fill.items());
        Factorisation factorisation = new Factorisation(
                bySession,
                new Factorisation.Settings(folding.rank(), folding.regularisation(), steps),
                Factorisation.randomColumns(bySession, folding.rank(), seed));
        for (int sweep = 1; sweep <= sweeps; sweep++) {
            listener.measured(Family.ALS, sweep, "train-loss", factorisation.sweep());
        }
        return AlsModel.of(fill, actions, folding, factorisation.columnFactors());
    }

    private Confidences confidences(Interactions rows, Instant end, ItemCatalog catalog) {
        Sessions sessions = Sessions.of(rows, actions);
        int[] starts = new int[sessions.size() + 1];
        int[] columns = new int[sessions.size() == 0 ? 0 : sessions.to(sessions.size() - 1)];
        float[] values = new float[columns.length];
        int held = 0;
        for (int session = 0; session < sessions.size(); session++) {
            for (int run = sessions.from(session); run < sessions.to(session); run++) {
                int item = catalog.index(rows.items().id(sessions.item(run))).orElseThrow();
                double days = (double) (end.toEpochMilli() - sessions.time(run))
                        / Duration.ofDays(1).toMillis();
                int place = held;
                for (int at = starts[session]; at < held; at++) {
                    place = columns[at] == item ? at : place;
                }
                held = Math.max(held, place + 1);
                columns[place] = item;
                values[place] +=
                        (float) (folding.alpha() * sessions.weight(run) * StrictMath.pow(0.5, days / halfLifeDays));
            }
            starts[session + 1] = held;
        }
        return Confidences.of(catalog.size(), starts, columns, values);
    }
}
