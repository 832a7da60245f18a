package io.sluice.trainer.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sluice.models.SequenceNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequenceFitTest {
    private static final SequenceNetwork.Shape SHAPE = new SequenceNetwork.Shape(16, 16, 5);

    private static SequenceSettings settings(double dropout) {
        return new SequenceSettings(SHAPE, 64, 16, 0.5, dropout, 10);
    }

    private static SequenceData data(int... lengthsThenItems) {
        int sessions = lengthsThenItems[0];
        int[] starts = new int[sessions + 1];
        for (int session = 0; session < sessions; session++) {
            starts[session + 1] = starts[session] + lengthsThenItems[1 + session];
        }
        int[] items = Arrays.copyOfRange(lengthsThenItems, 1 + sessions, lengthsThenItems.length);
        return new SequenceData(12, starts, items);
    }

    /**
     * Slopes by hand against differences: half of the squared distance of the directions to fixed points, descended by
     * the backward pass, must change as it says when any input row moves a little.
     */
    @Test
    void shouldGiveTheSlopesThatDifferencesGive() {
        Trainables network = new Trainables(SHAPE, 12, 3);
        SplittableRandom random = new SplittableRandom(4);
        for (Parameter parameter : List.of(network.places, network.gate, network.mix)) {
            for (int at = 0; at < parameter.values.length; at++) {
                parameter.values[at] += (float) (0.3 * (random.nextDouble() - 0.5));
            }
        }
        Batch batch = batch(data(2, 3, 4, 0, 1, 2, 3, 4, 3, 5));
        float[] points = new float[batch.targets() * SHAPE.width()];
        for (int at = 0; at < points.length; at++) {
            points[at] = (float) (random.nextDouble() - 0.5);
        }
        SessionShard shard = forward(network, batch);
        float[] slopes = shard.directions.clone();
        for (int at = 0; at < slopes.length; at++) {
            slopes[at] -= points[at];
        }
        shard.backward(
                slopes,
                Trainables.transposed(network.keys.values, 16, 16),
                Trainables.transposed(network.guide.values, 16, 16),
                Trainables.transposed(network.mix.values, 32, 16));

        assertSlope(network, batch, points, network.items.values, 16, shard.inputSlopes[16]);
        assertSlope(network, batch, points, network.keys.values, 7, shard.keySlopes[7]);
        assertSlope(network, batch, points, network.guide.values, 20, shard.guideSlopes[20]);
        assertSlope(network, batch, points, network.places.values, 17, shard.placeSlopes[17]);
        assertSlope(network, batch, points, network.gate.values, 5, shard.gateSlopes[5]);
        assertSlope(network, batch, points, network.mix.values, 40, shard.mixSlopes[40]);
    }

    private static Batch batch(SequenceData data) {
        int[] place = new int[12];
        Arrays.fill(place, -1);
        return new Batch(data, new int[] {0, 1}, 0, 2, new Negatives(data, 0.5), 4, new SplittableRandom(1), place);
    }

    private static SessionShard forward(Trainables network, Batch batch) {
        SessionShard shard = new SessionShard(network, batch, 0, batch.sessions, 0);
        shard.forward(new SplittableRandom(1));
        return shard;
    }

    private static double distance(Trainables network, Batch batch, float[] points) {
        float[] directions = forward(network, batch).directions;
        double sum = 0;
        for (int at = 0; at < points.length; at++) {
            sum += 0.5 * (directions[at] - points[at]) * (directions[at] - points[at]);
        }
        return sum;
    }

    private static void assertSlope(
            Trainables network, Batch batch, float[] points, float[] values, int at, float slope) {
        float before = values[at];
        values[at] = before + 1e-2f;
        double above = distance(network, batch, points);
        values[at] = before - 1e-2f;
        double below = distance(network, batch, points);
        values[at] = before;
        assertThat((double) slope).isCloseTo((above - below) / 2e-2, within(2e-3 + 0.02 * Math.abs(slope)));
    }

    /** From 2 shoppers go to 3 if they came from 0, and to 4 if they came from 1. */
    @Test
    void shouldTellSessionsApartByTheirEarlierItems() {
        List<Integer> numbers = new ArrayList<>();
        numbers.add(200);
        for (int session = 0; session < 200; session++) {
            numbers.add(3);
        }
        for (int session = 0; session < 200; session++) {
            numbers.addAll(session % 2 == 0 ? List.of(0, 2, 3) : List.of(1, 2, 4));
        }
        SequenceFit fit = new SequenceFit(settings(0.1), 12, 1);
        List<Double> losses = new ArrayList<>();

        fit.run(
                data(numbers.stream().mapToInt(Integer::intValue).toArray()),
                20,
                0.01,
                (epoch, loss) -> losses.add(loss));

        // Where the first item leads is certain too, so only chance that dropout brings is left.
        assertThat(losses.get(losses.size() - 1)).isLessThan(0.35);
    }

    @Test
    void shouldBeCloseToTheExponentialFunction() {
        for (float x = -79; x < 20; x += 0.37f) {
            assertThat((double) FastExp.of(x) / Math.exp(x)).isCloseTo(1, within(2e-4));
        }
        assertThat(FastExp.of(-81)).isZero();
        assertThat(FastExp.of(Float.NEGATIVE_INFINITY)).isZero();
    }

    @Test
    void shouldDrawOnlyItemsThatWereMet() {
        SequenceData data = data(2, 2, 2, 3, 5, 5, 7);
        Negatives negatives = new Negatives(data, 0.5);
        SplittableRandom random = new SplittableRandom(1);

        for (int draw = 0; draw < 1000; draw++) {
            assertThat(negatives.draw(random)).isIn(3, 5, 7);
        }
    }

    @Test
    void shouldRefuseWidthsThatMatrixProductsDoNotTake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequenceNetwork.Shape(100, 32, 20))
                .withMessageContaining("multiples of 16, got 100 and 32");
    }
}
