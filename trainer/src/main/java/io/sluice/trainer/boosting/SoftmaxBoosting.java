package io.sluice.trainer.boosting;

import io.sluice.models.Forest;
import java.util.stream.IntStream;

/**
 * Boosted trees for choices: the probability that a row of a list is chosen is the softmax of the rows' margins, and
 * trees descend its log-loss (the top-one listwise loss of Cao et al., "Learning to rank: from pairwise approach to listwise
 * approach", 2007, with boosted trees in place of the network). Growing stops when lists set aside fare no better, and the
 * trees after the best are dropped; that may be all of them. Same lists, same seed, same trees for any number of threads.
 */
public final class SoftmaxBoosting {
    private static final float LEAST_CURVATURE = 1e-4f;
    /** Lists are worked on in chunks of a fixed number, whose losses are summed in their order. */
    private static final int CHUNKS = 16;

    private final BoostingSettings settings;
    private final LossListener listener;

    /** Hears the mean log-loss after each tree. */
    @FunctionalInterface
    public interface LossListener {
        void measured(int trees, double trainLoss, double validationLoss);
    }

    public SoftmaxBoosting(BoostingSettings settings, LossListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** @param validation lists set aside; without any, all trees are kept */
    public Forest fit(ChoiceLists train, ChoiceLists validation, long seed) {
        if (train.size() == 0) {
            return Forest.none(train.width());
        }
        TreeGrowth growth = new TreeGrowth(new Bins(train, seed), settings, train.rows());
        Trees trees = new Trees(train.width());
        float[] margins = train.margins();
        float[] asideMargins = validation.margins();
        float[] slopes = new float[margins.length];
        float[] curvatures = new float[margins.length];
        double trainLoss = descend(train, margins, slopes, curvatures);
        double least = loss(validation, asideMargins);
        int best = 0;
        for (int grown = 1; grown <= settings.trees() && grown - best <= settings.patience(); grown++) {
            growth.grow(slopes, curvatures, margins, trees);
            trainLoss = descend(train, margins, slopes, curvatures);
            answer(trees.last(), validation, asideMargins);
            double aside = loss(validation, asideMargins);
            listener.measured(grown, trainLoss, aside);
            if (aside < least || validation.size() == 0) {
                least = aside;
                best = grown;
            }
        }
        return trees.first(best);
    }

    /** Sets the derivatives of the log-loss and returns its mean. */
    private static double descend(ChoiceLists lists, float[] margins, float[] slopes, float[] curvatures) {
        double[] losses = new double[CHUNKS];
        IntStream.range(0, CHUNKS).parallel().forEach(chunk -> {
            for (int list = from(lists, chunk); list < from(lists, chunk + 1); list++) {
                double sum = exponentials(lists, list, margins, slopes);
                losses[chunk] -= StrictMath.log(Math.max(1e-12, slopes[lists.chosen(list)] / sum));
                for (int row = lists.from(list); row < lists.to(list); row++) {
                    float probability = (float) (slopes[row] / sum);
                    slopes[row] = probability - (row == lists.chosen(list) ? 1 : 0);
                    curvatures[row] = Math.max(LEAST_CURVATURE, probability * (1 - probability));
                }
            }
        });
        return mean(losses, lists);
    }

    private static double loss(ChoiceLists lists, float[] margins) {
        double[] losses = new double[CHUNKS];
        float[] scratch = new float[margins.length];
        IntStream.range(0, CHUNKS).parallel().forEach(chunk -> {
            for (int list = from(lists, chunk); list < from(lists, chunk + 1); list++) {
                double sum = exponentials(lists, list, margins, scratch);
                losses[chunk] -= StrictMath.log(Math.max(1e-12, scratch[lists.chosen(list)] / sum));
            }
        });
        return mean(losses, lists);
    }

    /** Writes exp(margin - highest) of each row of a list and returns their sum. */
    private static double exponentials(ChoiceLists lists, int list, float[] margins, float[] out) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int row = lists.from(list); row < lists.to(list); row++) {
            highest = Math.max(highest, margins[row]);
        }
        double sum = 0;
        for (int row = lists.from(list); row < lists.to(list); row++) {
            out[row] = (float) StrictMath.exp(margins[row] - highest);
            sum += out[row];
        }
        return sum;
    }

    private static void answer(Forest tree, ChoiceLists lists, float[] margins) {
        IntStream.range(0, CHUNKS).parallel().forEach(chunk -> {
            for (int list = from(lists, chunk); list < from(lists, chunk + 1); list++) {
                for (int row = lists.from(list); row < lists.to(list); row++) {
                    margins[row] += tree.answer(lists.values(), row * lists.width());
                }
            }
        });
    }

    private static int from(ChoiceLists lists, int chunk) {
        return (int) ((long) lists.size() * chunk / CHUNKS);
    }

    private static double mean(double[] losses, ChoiceLists lists) {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return lists.size() == 0 ? 0 : sum / lists.size();
    }
}
