package io.sluice.trainer;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import io.sluice.models.Family;
import java.util.List;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.LabelObjective;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.util.VectorNormalizer;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Logistic regression by Tribuo (stochastic gradient descent with AdaGrad) on standardised features, its weights turned
 * back to the features as given. Same rows, same seed, same weights.
 */
final class LogisticFit {
    private static final Label YES = new Label("yes");
    private static final Label NO = new Label("no");
    private static final int MINIBATCH = 32;

    private final float[] weights;
    private final float bias;

    private LogisticFit(float[] weights, float bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * @param rows [rows × features], at least one of each answer
     * @param answers one per row
     */
    static LogisticFit of(
            List<String> names,
            List<float[]> rows,
            List<Boolean> answers,
            int epochs,
            double rate,
            long seed,
            TrainingListener listener) {
        double[] means = new double[names.size()];
        double[] spreads = new double[names.size()];
        standardise(rows, means, spreads);
        MutableDataset<Label> dataset = new MutableDataset<>(
                new SimpleDataSourceProvenance("candidates", new LabelFactory()), new LabelFactory());
        String[] columns = names.toArray(String[]::new);
        for (int row = 0; row < rows.size(); row++) {
            double[] values = new double[columns.length];
            for (int feature = 0; feature < columns.length; feature++) {
                values[feature] = (rows.get(row)[feature] - means[feature]) / spreads[feature];
            }
            dataset.add(new ArrayExample<>(answers.get(row) ? YES : NO, columns, values));
        }
        LinearSGDModel model = new LinearSGDTrainer(
                        new Curve(rows.size(), listener), new AdaGrad(rate), epochs, -1, MINIBATCH, seed)
                .train(dataset);
        return rescaled(model, names, means, spreads);
    }

    private static void standardise(List<float[]> rows, double[] means, double[] spreads) {
        for (int feature = 0; feature < means.length; feature++) {
            double sum = 0;
            double squares = 0;
            for (float[] row : rows) {
                sum += row[feature];
                squares += (double) row[feature] * row[feature];
            }
            means[feature] = sum / rows.size();
            double variance = squares / rows.size() - means[feature] * means[feature];
            // A feature that hardly varies tells nothing; its standardised values stay near 0 with any spread.
            spreads[feature] = variance > 1e-9 ? Math.sqrt(variance) : 1;
        }
    }

    private static LogisticFit rescaled(LinearSGDModel model, List<String> names, double[] means, double[] spreads) {
        DenseMatrix matrix = model.getWeightsCopy();
        ImmutableFeatureMap features = model.getFeatureIDMap();
        int yes = id(model, YES);
        int no = id(model, NO);
        float[] weights = new float[names.size()];
        double bias = matrix.get(yes, features.size()) - matrix.get(no, features.size());
        for (int feature = 0; feature < weights.length; feature++) {
            int column = features.getID(names.get(feature));
            double weight = (matrix.get(yes, column) - matrix.get(no, column)) / spreads[feature];
            weights[feature] = (float) weight;
            bias -= weight * means[feature];
        }
        return new LogisticFit(weights, (float) bias);
    }

    private static int id(LinearSGDModel model, Label label) {
        return model.getOutputIDInfo().getID(label);
    }

    float[] weights() {
        return weights.clone();
    }

    float bias() {
        return bias;
    }

    /** Log-loss that tells the listener its mean over each epoch. */
    private static final class Curve implements LabelObjective {
        private final LogMulticlass logLoss = new LogMulticlass();
        private final int rows;
        private final TrainingListener listener;
        private double sum;
        private int seen;

        private Curve(int rows, TrainingListener listener) {
            this.rows = rows;
            this.listener = listener;
        }

        @Override
        public Pair<Double, SGDVector> lossAndGradient(Integer truth, SGDVector prediction) {
            Pair<Double, SGDVector> loss = logLoss.lossAndGradient(truth, prediction);
            // Tribuo's objective is the log-likelihood, which it climbs.
            sum -= loss.getA();
            seen++;
            if (seen % rows == 0) {
                listener.measured(Family.RANKER, seen / rows, "train-log-loss", sum / rows);
                sum = 0;
            }
            return loss;
        }

        @Override
        @Deprecated
        public Pair<Double, SGDVector> valueAndGradient(int truth, SGDVector prediction) {
            return lossAndGradient(truth, prediction);
        }

        @Override
        public VectorNormalizer getNormalizer() {
            return logLoss.getNormalizer();
        }

        @Override
        public boolean isProbabilistic() {
            return true;
        }

        @Override
        public ConfiguredObjectProvenance getProvenance() {
            return logLoss.getProvenance();
        }
    }
}
