package io.sluice.trainer.sequence;

import io.sluice.models.algebra.Products;
import io.sluice.models.algebra.Products.View;
import java.util.SplittableRandom;

/**
 * A part of a batch's sessions, worked on by one thread: from items to the sessions' directions and, given the slopes of
 * those, back. Every array is indexed from the shard's own first position or target.
 */
final class SessionShard {
    private final Trainables network;
    private final Batch batch;
    private final int width;
    private final int hidden;
    private final int firstSession;
    private final int lastSession;
    private final int firstPosition;
    private final int firstTarget;
    final int positions;
    final int targets;

    /** [positions × width], unit rows with some entries left out. */
    private final float[] inputs;

    private final float[] inverseLengths;
    private final float[] keys;
    private final float[] guides;
    private final float[][] attention;
    /** [targets × 2 width], mean and newest item. */
    private final float[] both;
    /** [targets × width], unit rows. */
    final float[] directions;

    private final float[] inverseDirections;
    private final float keep;

    /** Slopes that come out of {@link #backward}: [positions × width], of the items' plain rows. */
    final float[] inputSlopes;

    final float[] keySlopes;
    final float[] guideSlopes;
    final float[] placeSlopes;
    final float[] gateSlopes;
    final float[] mixSlopes;

    /** The sessions [from, to) of {@code batch}. */
    SessionShard(Trainables network, Batch batch, int from, int to, double dropout) {
        this.network = network;
        this.batch = batch;
        this.width = network.shape.width();
        this.hidden = network.shape.hidden();
        this.firstSession = from;
        this.lastSession = to;
        this.firstPosition = batch.positionStarts[from];
        this.firstTarget = batch.targetStarts[from];
        this.positions = batch.positionStarts[to] - firstPosition;
        this.targets = batch.targetStarts[to] - firstTarget;
        this.keep = (float) (1 - dropout);
        this.inputs = new float[positions * width];
        this.inverseLengths = new float[positions];
        this.keys = new float[positions * hidden];
        this.guides = new float[positions * hidden];
        this.attention = new float[targets][];
        this.both = new float[targets * 2 * width];
        this.directions = new float[targets * width];
        this.inverseDirections = new float[targets];
        this.inputSlopes = new float[positions * width];
        this.keySlopes = new float[width * hidden];
        this.guideSlopes = new float[width * hidden];
        this.placeSlopes = new float[network.shape.reach() * hidden];
        this.gateSlopes = new float[hidden];
        this.mixSlopes = new float[2 * width * width];
    }

    int firstTarget() {
        return firstTarget;
    }

    int firstPosition() {
        return firstPosition;
    }

    private interface TargetWork {
        void at(int target, int position, int length);
    }

    /** For each target its own index, the position before it, and how many items attention sees. */
    private void each(TargetWork work) {
        for (int session = firstSession; session < lastSession; session++) {
            int length = batch.targetStarts[session + 1] - batch.targetStarts[session];
            for (int at = 0; at < length; at++) {
                work.at(
                        batch.targetStarts[session] - firstTarget + at,
                        batch.positionStarts[session] - firstPosition + at,
                        Math.min(at + 1, network.shape.reach()));
            }
        }
    }

    void forward(SplittableRandom random) {
        for (int position = 0; position < positions; position++) {
            inverseLengths[position] = network.unit(batch.items[firstPosition + position], inputs, position * width);
            drop(position * width, random);
        }
        View rows = View.of(inputs, width);
        Products.add(rows, View.of(network.keys.values, hidden), View.of(keys, hidden), positions, width, hidden);
        Products.add(rows, View.of(network.guide.values, hidden), View.of(guides, hidden), positions, width, hidden);
        each(this::attend);
        Products.add(
                View.of(both, 2 * width),
                View.of(network.mix.values, width),
                View.of(directions, width),
                targets,
                2 * width,
                width);
        for (int target = 0; target < targets; target++) {
            makeUnit(target);
        }
    }

    /** Leaves out inputs at random and raises the others so that sums stay; one random byte decides on each. */
    private void drop(int from, SplittableRandom random) {
        long bits = 0;
        for (int at = 0; at < width; at++) {
            bits = at % 8 == 0 ? random.nextLong() : bits >>> 8;
            inputs[from + at] = (bits & 255) < 256 * keep ? inputs[from + at] / keep : 0;
        }
    }

    private void attend(int target, int position, int length) {
        float[] shares = new float[length];
        float most = Float.NEGATIVE_INFINITY;
        for (int back = 0; back < length; back++) {
            float sum = 0;
            for (int at = 0; at < hidden; at++) {
                float met = met(position, back, at);
                sum += network.gate.values[at] * (met / (1 + Math.abs(met)));
            }
            shares[back] = sum;
            most = Math.max(most, sum);
        }
        float total = 0;
        for (int back = 0; back < length; back++) {
            shares[back] = FastExp.of(shares[back] - most);
            total += shares[back];
        }
        int to = target * 2 * width;
        for (int back = 0; back < length; back++) {
            shares[back] /= total;
            int from = (position - back) * width;
            for (int at = 0; at < width; at++) {
                both[to + at] += shares[back] * inputs[from + at];
            }
        }
        System.arraycopy(inputs, position * width, both, to + width, width);
        attention[target] = shares;
    }

    /** What the squashing function is asked where the item {@code back} places back meets the newest one. */
    private float met(int position, int back, int at) {
        return keys[(position - back) * hidden + at]
                + guides[position * hidden + at]
                + network.places.values[back * hidden + at];
    }

    private void makeUnit(int target) {
        float sum = 0;
        for (int at = target * width; at < (target + 1) * width; at++) {
            sum += directions[at] * directions[at];
        }
        inverseDirections[target] = (float) (1 / Math.sqrt(sum + 1e-12));
        for (int at = target * width; at < (target + 1) * width; at++) {
            directions[at] *= inverseDirections[target];
        }
    }

    /**
     * Slopes of everything that led to the directions.
     *
     * @param slopes [all targets of the batch × width], of the unit directions
     * @param turnedKeys the keys' matrix transposed, and likewise the others
     */
    void backward(float[] slopes, float[] turnedKeys, float[] turnedGuide, float[] turnedMix) {
        float[] plain = new float[targets * width];
        for (int target = 0; target < targets; target++) {
            throughUnit(
                    slopes,
                    (firstTarget + target) * width,
                    directions,
                    target * width,
                    inverseDirections[target],
                    plain,
                    target * width);
        }
        float[] bothSlopes = new float[targets * 2 * width];
        View plainView = View.of(plain, width);
        Products.add(
                plainView, View.of(turnedMix, 2 * width), View.of(bothSlopes, 2 * width), targets, width, 2 * width);
        Products.add(
                View.of(both, 2 * width).transposed(), plainView, View.of(mixSlopes, width), 2 * width, targets, width);
        float[] byKey = new float[positions * hidden];
        float[] byGuide = new float[positions * hidden];
        each((target, position, length) -> unattend(target, position, length, bothSlopes, byKey, byGuide));
        View rows = View.of(inputs, width).transposed();
        Products.add(rows, View.of(byKey, hidden), View.of(keySlopes, hidden), width, positions, hidden);
        Products.add(rows, View.of(byGuide, hidden), View.of(guideSlopes, hidden), width, positions, hidden);
        View to = View.of(inputSlopes, width);
        Products.add(View.of(byKey, hidden), View.of(turnedKeys, width), to, positions, hidden, width);
        Products.add(View.of(byGuide, hidden), View.of(turnedGuide, width), to, positions, hidden, width);
        for (int position = 0; position < positions; position++) {
            throughInput(position);
        }
    }

    /** The slope of a plain row given that of its unit row: what points along the row has no effect. */
    static void throughUnit(
            float[] slopes, int from, float[] units, int unit, float inverse, float[] plain, int to, int width) {
        float along = 0;
        for (int at = 0; at < width; at++) {
            along += slopes[from + at] * units[unit + at];
        }
        for (int at = 0; at < width; at++) {
            plain[to + at] = (slopes[from + at] - units[unit + at] * along) * inverse;
        }
    }

    private void throughUnit(float[] slopes, int from, float[] units, int unit, float inverse, float[] plain, int to) {
        throughUnit(slopes, from, units, unit, inverse, plain, to, width);
    }

    private void unattend(int target, int position, int length, float[] bothSlopes, float[] byKey, float[] byGuide) {
        float[] shares = attention[target];
        float[] shareSlopes = new float[length];
        int from = target * 2 * width;
        float mean = 0;
        for (int back = 0; back < length; back++) {
            int row = (position - back) * width;
            float sum = 0;
            for (int at = 0; at < width; at++) {
                sum += bothSlopes[from + at] * inputs[row + at];
                inputSlopes[row + at] += shares[back] * bothSlopes[from + at];
            }
            shareSlopes[back] = sum;
            mean += shares[back] * sum;
        }
        for (int at = 0; at < width; at++) {
            inputSlopes[position * width + at] += bothSlopes[from + width + at];
        }
        for (int back = 0; back < length; back++) {
            float slope = shares[back] * (shareSlopes[back] - mean);
            for (int at = 0; at < hidden; at++) {
                float met = met(position, back, at);
                float shrink = 1 / (1 + Math.abs(met));
                gateSlopes[at] += slope * met * shrink;
                float inner = slope * network.gate.values[at] * shrink * shrink;
                byKey[(position - back) * hidden + at] += inner;
                byGuide[position * hidden + at] += inner;
                placeSlopes[back * hidden + at] += inner;
            }
        }
    }

    /** From the inputs' slopes to those of the items' plain rows, through what was left out and the unit length. */
    private void throughInput(int position) {
        int from = position * width;
        float[] unit = new float[width];
        network.unit(batch.items[firstPosition + position], unit, 0);
        for (int at = 0; at < width; at++) {
            inputSlopes[from + at] = inputs[from + at] == 0 ? 0 : inputSlopes[from + at] / keep;
        }
        throughUnit(inputSlopes, from, unit, 0, inverseLengths[position], inputSlopes, from);
    }
}
