package io.sluice.trainer.sequence;

import io.sluice.models.SequenceNetwork;
import io.sluice.models.algebra.Products;
import io.sluice.models.algebra.Products.View;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits a {@link SequenceNetwork}: softmax over the targets of a batch and items drawn at random, each logit less the
 * logarithm of how often its item is expected there (Bengio and Senécal, "Adaptive importance sampling to accelerate training of
 * a neural probabilistic language model", 2008), Adam, a rate that warms up and then falls to a twentieth. Other targets of the
 * same session take no part in a target's softmax: they are there for certain, not by chance.
 *
 * <p>Work is cut into a fixed number of shards, whose sums are taken in their order: same data, same seed, same bytes for
 * any number of threads. {@link #run} may be called again with more data: the network goes on from where it was. Not safe for
 * several threads.
 */
public final class SequenceFit {
    private static final int SHARDS = 4;
    private static final int WARM_UP = 200;
    /** Little data is gone through more often, in smaller steps. */
    private static final int FEWEST_STEPS = 400;

    private static final int SMALLEST_BATCH = 16;
    private static final double STEADY = 0.3;
    private static final double LAST = 0.05;

    private final SequenceSettings settings;
    private final Trainables network;
    private final int width;
    private final SplittableRandom random;
    /** Per item, -1 between uses. */
    private final int[] placeOfItem;

    private boolean[] met;

    /** Hears the mean loss of each epoch, from 1 on. */
    @FunctionalInterface
    public interface EpochListener {
        void measured(int epoch, double loss);
    }

    public SequenceFit(SequenceSettings settings, int catalogSize, long seed) {
        this.settings = settings;
        this.network = new Trainables(settings.shape(), catalogSize, seed);
        this.width = settings.shape().width();
        this.random = new SplittableRandom(seed);
        this.met = new boolean[catalogSize];
        this.placeOfItem = new int[catalogSize];
        Arrays.fill(placeOfItem, -1);
    }

    /** The network as it is. */
    public SequenceNetwork network() {
        return network.network(met);
    }

    /**
     * Goes {@code epochs} times through {@code data}, more often if that makes less than {@value #FEWEST_STEPS} steps.
     *
     * @param rate of learning at its highest, above 0
     */
    public void run(SequenceData data, int epochs, double rate, EpochListener listener) {
        met = data.met();
        if (data.targets() == 0) {
            return;
        }
        Negatives negatives = new Negatives(data, settings.negativeExponent());
        int[] order = IntStream.range(0, data.sessions()).toArray();
        int batchSize = Math.min(settings.batch(), Math.max(SMALLEST_BATCH, epochs * data.targets() / FEWEST_STEPS));
        int times = Math.max(epochs, FEWEST_STEPS * batchSize / data.targets());
        long total = (long) times * data.targets();
        long passed = 0;
        for (int epoch = 1; epoch <= times; epoch++) {
            shuffle(order);
            double loss = 0;
            int from = 0;
            while (from < order.length) {
                int to = end(data, order, from, batchSize);
                Batch batch = new Batch(data, order, from, to, negatives, settings.negatives(), random, placeOfItem);
                loss += step(batch, rate * pace((double) passed / total));
                passed += batch.targets();
                from = to;
            }
            listener.measured(epoch, loss / data.targets());
        }
    }

    private void shuffle(int[] order) {
        for (int at = order.length - 1; at > 0; at--) {
            int other = random.nextInt(at + 1);
            int session = order[at];
            order[at] = order[other];
            order[other] = session;
        }
    }

    private static int end(SequenceData data, int[] order, int from, int batchSize) {
        int to = from;
        for (int targets = 0; to < order.length && targets < batchSize; to++) {
            targets += data.length(order[to]) - 1;
        }
        return to;
    }

    private double pace(double progress) {
        double warm = Math.min(1, (network.steps + 1.0) / WARM_UP);
        double late = Math.max(0, (progress - STEADY) / (1 - STEADY));
        return warm * (1 - (1 - LAST) * late);
    }

    /** Returns the sum of the targets' losses. */
    private double step(Batch batch, double rate) {
        SessionShard[] shards = new SessionShard[SHARDS];
        long seed = random.nextLong();
        IntStream.range(0, SHARDS).parallel().forEach(at -> {
            shards[at] = new SessionShard(
                    network,
                    batch,
                    batch.sessions * at / SHARDS,
                    batch.sessions * (at + 1) / SHARDS,
                    settings.dropout());
            shards[at].forward(new SplittableRandom(seed + at));
        });
        Choice choice = new Choice(batch);
        double[] losses = new double[SHARDS];
        IntStream.range(0, SHARDS).parallel().forEach(at -> losses[at] = choice.weigh(shards[at]));
        IntStream.range(0, SHARDS).parallel().forEach(at -> choice.rowSlopes(at, shards));
        float[] turnedKeys = Trainables.transposed(network.keys.values, width, network.shape.hidden());
        float[] turnedGuide = Trainables.transposed(network.guide.values, width, network.shape.hidden());
        float[] turnedMix = Trainables.transposed(network.mix.values, 2 * width, width);
        IntStream.range(0, SHARDS)
                .parallel()
                .forEach(at -> shards[at].backward(choice.directionSlopes, turnedKeys, turnedGuide, turnedMix));
        descend(batch, shards, choice, Parameter.Pace.of(rate, ++network.steps));
        return Arrays.stream(losses).sum();
    }

    private void descend(Batch batch, SessionShard[] shards, Choice choice, Parameter.Pace pace) {
        for (SessionShard shard : shards) {
            add(shard.keySlopes, network.keys.gradient);
            add(shard.guideSlopes, network.guide.gradient);
            add(shard.placeSlopes, network.places.gradient);
            add(shard.gateSlopes, network.gate.gradient);
            add(shard.mixSlopes, network.mix.gradient);
        }
        for (Parameter dense :
                new Parameter[] {network.keys, network.guide, network.places, network.gate, network.mix}) {
            dense.step(pace);
        }
        ItemSlopes slopes = new ItemSlopes(batch, shards, choice);
        IntStream.range(0, SHARDS).parallel().forEach(part -> {
            for (int at = slopes.count * part / SHARDS; at < slopes.count * (part + 1) / SHARDS; at++) {
                network.items.stepRow(slopes.items[at], width, slopes.values, at * width, pace);
            }
        });
    }

    private static void add(float[] from, float[] to) {
        for (int at = 0; at < to.length; at++) {
            to[at] += from[at];
        }
    }

    /** The softmax of a batch. */
    private final class Choice {
        private final Batch batch;
        /** [columns × width], unit rows of the candidates. */
        private final float[] rows;

        private final float[] inverseLengths;
        private final float[] turnedRows;
        /** [targets × columns], cosines, then slopes. */
        private final float[] logits;

        private final float[] directionSlopes;
        private final float[] rowSlopes;

        private Choice(Batch batch) {
            this.batch = batch;
            this.rows = new float[batch.columns * width];
            this.inverseLengths = new float[batch.columns];
            for (int column = 0; column < batch.candidateCount; column++) {
                inverseLengths[column] = network.unit(batch.candidates[column], rows, column * width);
            }
            this.turnedRows = Trainables.transposed(rows, batch.columns, width);
            this.logits = new float[batch.targets() * batch.columns];
            this.directionSlopes = new float[batch.targets() * width];
            this.rowSlopes = new float[batch.columns * width];
        }

        /** From a shard's directions to the slopes of its logits and directions; returns the sum of losses. */
        private double weigh(SessionShard shard) {
            int first = shard.firstTarget();
            View mine = View.of(logits, batch.columns).rowsFrom(first);
            Products.add(
                    View.of(shard.directions, width),
                    View.of(turnedRows, batch.columns),
                    mine,
                    shard.targets,
                    width,
                    batch.columns);
            double loss = 0;
            for (int session = 0; session < batch.sessions; session++) {
                for (int target = Math.max(first, batch.targetStarts[session]);
                        target < Math.min(first + shard.targets, batch.targetStarts[session + 1]);
                        target++) {
                    loss += weigh(target, session);
                }
            }
            Products.add(
                    mine,
                    View.of(rows, width),
                    View.of(directionSlopes, width).rowsFrom(first),
                    shard.targets,
                    batch.columns,
                    width);
            return loss;
        }

        private double weigh(int target, int session) {
            int from = target * batch.columns;
            int right = batch.right[target];
            float most = Float.NEGATIVE_INFINITY;
            for (int column = 0; column < batch.columns; column++) {
                float logit = (float) settings.sharpness() * logits[from + column] - batch.logExpected[column];
                logits[from + column] = logit;
                most = Math.max(most, logit);
            }
            for (int other = batch.targetStarts[session]; other < batch.targetStarts[session + 1]; other++) {
                if (batch.right[other] != right) {
                    logits[from + batch.right[other]] = Float.NEGATIVE_INFINITY;
                }
            }
            float sum = 0;
            for (int column = 0; column < batch.columns; column++) {
                float power = FastExp.of(logits[from + column] - most);
                logits[from + column] = power;
                sum += power;
            }
            double loss = -StrictMath.log(logits[from + right] / sum + 1e-12);
            float scale = (float) settings.sharpness() / batch.targets();
            for (int column = 0; column < batch.columns; column++) {
                logits[from + column] *= scale / sum;
            }
            logits[from + right] -= scale;
            return loss;
        }

        /** A part of the candidates' slopes: each sums over all targets in their order. */
        private void rowSlopes(int part, SessionShard[] shards) {
            int blocks = batch.columns / Products.COLUMNS;
            int from = blocks * part / SHARDS * Products.COLUMNS;
            int to = blocks * (part + 1) / SHARDS * Products.COLUMNS;
            for (SessionShard shard : shards) {
                View slopes = new View(logits, shard.firstTarget() * batch.columns + from, 1, batch.columns);
                Products.add(
                        slopes,
                        View.of(shard.directions, width),
                        View.of(rowSlopes, width).rowsFrom(from),
                        to - from,
                        shard.targets,
                        width);
            }
        }
    }

    /** The slopes of the plain rows of all items that took part, as candidates or in sessions. */
    private final class ItemSlopes {
        private final int[] items;
        private final float[] values;
        private int count;

        private ItemSlopes(Batch batch, SessionShard[] shards, Choice choice) {
            items = Arrays.copyOf(batch.candidates, batch.candidateCount + batch.items.length);
            values = new float[items.length * width];
            int[] place = placeOfItem;
            for (int column = 0; column < batch.candidateCount; column++) {
                place[items[column]] = column;
                SessionShard.throughUnit(
                        choice.rowSlopes,
                        column * width,
                        choice.rows,
                        column * width,
                        choice.inverseLengths[column],
                        values,
                        column * width,
                        width);
            }
            count = batch.candidateCount;
            for (SessionShard shard : shards) {
                for (int position = 0; position < shard.positions; position++) {
                    add(batch.items[shard.firstPosition() + position], shard, position, place);
                }
            }
            for (int at = 0; at < count; at++) {
                place[items[at]] = -1;
            }
        }

        private void add(int item, SessionShard shard, int position, int[] place) {
            if (place[item] < 0) {
                place[item] = count;
                items[count++] = item;
            }
            int to = place[item] * width;
            for (int at = 0; at < width; at++) {
                values[to + at] += shard.inputSlopes[position * width + at];
            }
        }
    }
}
