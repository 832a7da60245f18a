package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import io.sluice.models.AlsModel;
import io.sluice.models.FactorSolver;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Alternating least squares over [sessions × items]. Hu, Koren and Volinsky, "Collaborative filtering for implicit
 * feedback datasets", 2008. Deviation: confidence fades with the age of the session.
 */
final class AlsTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("half-life-days", "14"),
            Map.entry("popularity-half-life-days", "2"),
            Map.entry("factors", "16"),
            Map.entry("sweeps", "5"),
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
    private final int sweeps;
    private final AlsModel.Folding folding;
    private final ActionWeights actions;
    private final PopularityTrainer popularity;

    AlsTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.halfLifeDays = parameters.positive("half-life-days");
        this.sweeps = parameters.count("sweeps");
        this.folding = new AlsModel.Folding(
                parameters.count("factors"),
                (float) parameters.positive("alpha"),
                (float) parameters.positive("regularisation"),
                (float) parameters.positive("context-decay"),
                parameters.count("context-reach"));
        this.actions = parameters.weights("");
        this.popularity = new PopularityTrainer(
                Map.of("half-life-days", parameters.asMap().get("popularity-half-life-days")));
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
        Confidences bySession = confidences(set.interactions(), set.range().to(), fill.items());
        Confidences byItem = bySession.transposed(fill.items().size());
        float[] items = random(byItem, seed);
        float[] sessions = new float[0];
        for (int sweep = 1; sweep <= sweeps; sweep++) {
            sessions = solved(bySession, items);
            items = solved(byItem, sessions);
            listener.measured(Family.ALS, sweep, "train-squared-error", error(bySession, sessions, items));
        }
        return AlsModel.of(fill, actions, folding, items);
    }

    /** Entries of a sparse matrix, row by row, with their confidence above 1. */
    private record Confidences(int[] starts, int[] columns, float[] values) {
        private int rows() {
            return starts.length - 1;
        }

        private Confidences transposed(int width) {
            int[] begins = new int[width + 1];
            for (int column : columns) {
                begins[column + 1]++;
            }
            for (int column = 0; column < width; column++) {
                begins[column + 1] += begins[column];
            }
            int[] next = begins.clone();
            int[] rows = new int[columns.length];
            float[] turned = new float[columns.length];
            for (int row = 0; row < rows(); row++) {
                for (int at = starts[row]; at < starts[row + 1]; at++) {
                    int place = next[columns[at]]++;
                    rows[place] = row;
                    turned[place] = values[at];
                }
            }
            return new Confidences(begins, rows, turned);
        }
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
        return new Confidences(starts, Arrays.copyOf(columns, held), Arrays.copyOf(values, held));
    }

    /** Small random factors for items that stand in a session, zeros for others. */
    private float[] random(Confidences byItem, long seed) {
        Random random = new Random(seed);
        float[] factors = new float[byItem.rows() * folding.rank()];
        for (int item = 0; item < byItem.rows(); item++) {
            for (int f = 0; f < folding.rank() && byItem.starts[item] < byItem.starts[item + 1]; f++) {
                factors[item * folding.rank() + f] = (float) (0.1 * random.nextGaussian());
            }
        }
        return factors;
    }

    private float[] solved(Confidences rows, float[] other) {
        FactorSolver solver = new FactorSolver(other, folding.rank(), folding.regularisation());
        float[] factors = new float[rows.rows() * folding.rank()];
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.starts[row] < rows.starts[row + 1]) {
                float[] solved = solver.solve(rows.columns, rows.values, rows.starts[row], rows.starts[row + 1]);
                System.arraycopy(solved, 0, factors, row * folding.rank(), folding.rank());
            }
        }
        return factors;
    }

    /** Mean over what was touched. */
    private double error(Confidences bySession, float[] sessions, float[] items) {
        double sum = 0;
        for (int session = 0; session < bySession.rows(); session++) {
            for (int at = bySession.starts[session]; at < bySession.starts[session + 1]; at++) {
                double product = 0;
                for (int f = 0; f < folding.rank(); f++) {
                    product += (double) sessions[session * folding.rank() + f]
                            * items[bySession.columns[at] * folding.rank() + f];
                }
                sum += (1 - product) * (1 - product);
            }
        }
        return sum / Math.max(1, bySession.columns.length);
    }
}
