package io.sluice.trainer.sequence;

import io.sluice.models.SequenceNetwork;
import java.util.Random;

/** What the network learns, as {@link SequenceNetwork.Weights} name it, and the items' rows before they are made unit. */
final class Trainables {
    final SequenceNetwork.Shape shape;
    final Parameter items;
    final Parameter keys;
    final Parameter guide;
    final Parameter places;
    final Parameter gate;
    final Parameter mix;
    /** Steps taken. */
    long steps;

    /** Small random numbers; the session begins as the middle between its mean and its newest item. */
    Trainables(SequenceNetwork.Shape shape, int catalogSize, long seed) {
        Random random = new Random(seed);
        double spread = 1 / Math.sqrt(shape.width());
        this.shape = shape;
        this.items = Parameter.table(gaussian(random, catalogSize * shape.width(), spread));
        this.keys = Parameter.dense(gaussian(random, shape.width() * shape.hidden(), spread));
        this.guide = Parameter.dense(gaussian(random, shape.width() * shape.hidden(), spread));
        this.places = Parameter.dense(new float[shape.reach() * shape.hidden()]);
        this.gate = Parameter.dense(gaussian(random, shape.hidden(), 0.1));
        float[] middle = new float[2 * shape.width() * shape.width()];
        for (int at = 0; at < shape.width(); at++) {
            middle[at * shape.width() + at] = 0.5f;
            middle[(shape.width() + at) * shape.width() + at] = 0.5f;
        }
        this.mix = Parameter.dense(middle);
    }

    private static float[] gaussian(Random random, int length, double spread) {
        float[] values = new float[length];
        for (int at = 0; at < length; at++) {
            values[at] = (float) (spread * random.nextGaussian());
        }
        return values;
    }

    /** @param met rows of other items become zeros: the network knows nothing of them */
    SequenceNetwork network(boolean[] met) {
        float[] rows = items.values.clone();
        for (int item = 0; item < met.length; item++) {
            for (int at = 0; at < shape.width() && !met[item]; at++) {
                rows[item * shape.width() + at] = 0;
            }
        }
        return SequenceNetwork.of(
                shape,
                rows,
                new SequenceNetwork.Weights(keys.values, guide.values, places.values, gate.values, mix.values));
    }

    /** Writes the row of {@code item} made unit, and returns one over its length. */
    float unit(int item, float[] to, int at) {
        int from = item * shape.width();
        float sum = 0;
        for (int column = 0; column < shape.width(); column++) {
            sum += items.values[from + column] * items.values[from + column];
        }
        float inverse = (float) (1 / Math.sqrt(sum + 1e-12));
        for (int column = 0; column < shape.width(); column++) {
            to[at + column] = items.values[from + column] * inverse;
        }
        return inverse;
    }

    static float[] transposed(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }
}
