package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import io.sluice.models.AlsModel;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import io.sluice.trainer.als.Confidences;
import io.sluice.trainer.als.Factorisation;
import io.sluice.trainer.als.HeldOutSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
            Map.entry("validation-share", "0"),
            Map.entry("patience", "2"),
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
    private final double validationShare;
    private final int patience;
    private final AlsModel.Folding folding;
    private final ActionWeights actions;
    private final PopularityTrainer popularity;

    AlsTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.halfLifeDays = parameters.positive("half-life-days");
        this.rows = parameters.count("rows");
        this.sweeps = parameters.count("sweeps");
        this.steps = parameters.count("solver-steps");
        this.validationShare = parameters.share("validation-share");
        this.patience = parameters.count("patience");
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
        return train(set, seed, listener, Optional.empty());
    }

    /**
     * Learns on from {@code previous}: items that it knows begin with its factors, new ones at random. Sessions are solved
     * for first, so there is nothing else to keep.
     *
     * @throws IllegalArgumentException if {@code previous} has another number of factors
     */
    AlsModel train(TrainingSet set, long seed, TrainingListener listener, Optional<AlsModel> previous) {
        PopularityModel fill = popularity.train(set, seed, TrainingListener.NONE);
        Confidences bySession =
                confidences(set.interactions().newest(rows), set.range().to(), fill.items());
        Optional<HeldOutSteps> heldOut = validationShare == 0
                ? Optional.empty()
                : Optional.of(HeldOutSteps.ofNewest(bySession, validationShare));
        Confidences learnt = heldOut.map(HeldOutSteps::rest).orElse(bySession);
        float[] begin = Factorisation.randomColumns(learnt, folding.rank(), seed);
        previous.ifPresent(model -> takeOver(model, fill.items(), begin));
        Factorisation factorisation = new Factorisation(
                learnt, new Factorisation.Settings(folding.rank(), folding.regularisation(), steps), begin);
        return AlsModel.of(fill, actions, folding, swept(factorisation, heldOut, listener));
    }

    private void takeOver(AlsModel previous, ItemCatalog items, float[] begin) {
        if (previous.rank() != folding.rank()) {
            throw new IllegalArgumentException(
                    "factors must be " + previous.rank() + " as in the model to start from, got " + folding.rank());
        }
        for (int item = 0; item < items.size(); item++) {
            OptionalInt known = previous.items().index(items.id(item));
            if (known.isPresent()) {
                System.arraycopy(previous.factors(known.getAsInt()), 0, begin, item * folding.rank(), folding.rank());
            }
        }
    }

    /** The item factors after the best sweep: the last one, where nothing is held out. */
    private float[] swept(Factorisation factorisation, Optional<HeldOutSteps> heldOut, TrainingListener listener) {
        float[] best = factorisation.columnFactors();
        double most = -1;
        int since = 0;
        for (int sweep = 1; sweep <= sweeps && since < patience; sweep++) {
            listener.measured(Family.ALS, sweep, "train-loss", factorisation.sweep());
            double hits = sweep;
            if (heldOut.isPresent()) {
                hits = heldOut.get().hitRate(factorisation);
                listener.measured(Family.ALS, sweep, "validation-hit@20", hits);
            }
            since = hits > most ? 0 : since + 1;
            if (hits > most) {
                most = hits;
                best = factorisation.columnFactors();
            }
        }
        return best;
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
