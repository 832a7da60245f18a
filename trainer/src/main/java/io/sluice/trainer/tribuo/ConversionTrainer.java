package io.sluice.trainer.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.Random;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.xgboost.XGBoostTrainer;
import org.tribuo.math.optimisers.AdaGrad;

/**
 * Learns conversion classifiers. Same table, same settings, same probabilities: XGBoost runs on one thread.
 *
 * @param settings how much is learnt
 */
public record ConversionTrainer(ConversionFamily family, Settings settings, long seed) {
    /** Tribuo averages the weights of a larger batch, so that none of its rows would count more than another. */
    private static final int MINIBATCH = 1;

    static final Label NO = new Label("no");
    static final Label YES = new Label("yes");

    /**
     * How much is learnt.
     *
     * @param epochs passes over the rows, for the families that learn by gradient descent; at least 1
     * @param rate what they learn from a row, above 0
     * @param factors per feature of the factorization machine, at least 1
     * @param trees of the tree families, at least 1
     * @param depth of a tree, at least 1
     * @param rowBudget rows that a random forest may hold at once, at least 2
     */
    public record Settings(int epochs, double rate, int factors, int trees, int depth, int rowBudget) {
        public static final Settings DEFAULTS = new Settings(5, 0.1, 8, 100, 5, 100_000);

        public Settings {
            if (epochs < 1 || factors < 1 || trees < 1 || depth < 1 || rowBudget < 2) {
                throw new IllegalArgumentException(
                        "epochs, factors, trees and depth must be at least 1 and the row budget at least 2, got "
                                + epochs + ", " + factors + ", " + trees + ", " + depth + " and " + rowBudget);
            }
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new IllegalArgumentException("rate must be finite and above 0, got " + rate);
            }
        }
    }

    /**
     * Learns.
     *
     * @throws IllegalArgumentException unless the table has rows with either label: there is nothing to tell apart
     */
    public Conversion train(FeatureTable table) {
        if (table.positives() == 0 || table.positives() == table.size()) {
            throw new IllegalArgumentException("a classifier needs rows that converted and rows that did not, got "
                    + table.positives() + " that did among " + table.size() + "; widen the window");
        }
        return switch (family) {
            case LOGISTIC_REGRESSION, FACTORIZATION_MACHINE -> {
                Standardisation scale = Standardisation.of(table);
                yield learnt(scale.applied(table), scale::of);
            }
            case XGBOOST -> learnt(table, row -> row);
            case RANDOM_FOREST -> {
                Standardisation scale = Standardisation.of(table);
                yield learnt(scale.applied(budgeted(table)), scale::of);
            }
        };
    }

    private Conversion learnt(FeatureTable table, Inputs inputs) {
        TableDataset<Label> data = new TableDataset<>(table, "conversion", new LabelFactory(), new Label[] {NO, YES});
        Model<Label> model = trainer().train(data);
        return new TribuoConversion(
                family, table.names(), model, inputs, ProvenanceUtil.formattedProvenanceString(model.getProvenance()));
    }

    private Trainer<Label> trainer() {
        return switch (family) {
            case LOGISTIC_REGRESSION ->
                new LinearSGDTrainer(
                        new LogMulticlass(), new AdaGrad(settings.rate), settings.epochs, -1, MINIBATCH, seed);
            case FACTORIZATION_MACHINE ->
                new FMClassificationTrainer(
                        new LogMulticlass(),
                        new AdaGrad(settings.rate),
                        settings.epochs,
                        -1,
                        MINIBATCH,
                        seed,
                        settings.factors,
                        0.05);
            case XGBOOST ->
                // Defaults of XGBoost but for depth, rate and the histogram method; one thread, so that bytes repeat.
                new XGBoostClassificationTrainer(
                        XGBoostTrainer.BoosterType.GBTREE,
                        XGBoostTrainer.TreeMethod.HIST,
                        settings.trees,
                        settings.rate,
                        0,
                        settings.depth,
                        1,
                        1,
                        1,
                        1,
                        0,
                        1,
                        XGBoostTrainer.LoggingVerbosity.SILENT,
                        seed);
            case RANDOM_FOREST ->
                new RandomForestTrainer<>(
                        new CARTClassificationTrainer(settings.depth, 5f, 0f, 0.5f, false, new GiniIndex(), seed),
                        new FullyWeightedVotingCombiner(),
                        settings.trees,
                        seed);
        };
    }

    private FeatureTable budgeted(FeatureTable table) {
        if (table.size() <= settings.rowBudget) {
            return table;
        }
        Random random = new Random(seed);
        int[] rows = IntStream.range(0, table.size()).toArray();
        for (int at = 0; at < settings.rowBudget; at++) {
            int other = at + random.nextInt(rows.length - at);
            int row = rows[at];
            rows[at] = rows[other];
            rows[other] = row;
        }
        return table.picked(IntStream.range(0, settings.rowBudget)
                .map(at -> rows[at])
                .sorted()
                .toArray());
    }

    /** How a row is put to the learner. */
    interface Inputs {
        float[] of(float[] row);
    }
}
