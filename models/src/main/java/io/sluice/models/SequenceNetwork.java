package io.sluice.models;

import io.sluice.models.algebra.Products;
import io.sluice.models.algebra.Products.View;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Items and sessions as directions in one space: an item is as likely to come next as its direction is like the session's.
 * The session's direction is its newest item's, mixed with a mean of all its items in which each counts as attention to
 * it says, given the newest item and how far back it lies. Gupta et al., "NISER: normalized item and session representations to
 * handle popularity bias", 2019 (unit rows, cosines under a softmax); Liu et al., "STAMP: short-term attention/memory
 * priority model", 2018 (additive attention guided by the newest item). Deviations: no graph and no recurrence, the squashing
 * function is x / (1 + |x|). Immutable.
 */
public final class SequenceNetwork {
    private final Shape shape;
    private final int size;
    /** [size rounded up to whole blocks × width], rows of length 1, or 0 for items it never met. */
    private final float[] items;

    private final Weights weights;

    /**
     * @param width of an item's row, a multiple of 16
     * @param hidden width of the attention, a multiple of 16
     * @param reach how many of the newest items attention sees, at least 1
     */
    public record Shape(int width, int hidden, int reach) {
        public Shape {
            if (width < 1 || width % Products.COLUMNS != 0 || hidden < 1 || hidden % Products.COLUMNS != 0) {
                throw new IllegalArgumentException("width and hidden must be multiples of " + Products.COLUMNS
                        + ", got " + width + " and " + hidden);
            }
            if (reach < 1) {
                throw new IllegalArgumentException("reach must be at least 1, got " + reach);
            }
        }
    }

    /**
     * Everything but the items. Borrowed.
     *
     * @param keys [width × hidden], of an item that is attended to
     * @param guide [width × hidden], of the newest item
     * @param places [reach × hidden], by how far back an item lies
     * @param gate [hidden]
     * @param mix [2 width × width], of the mean and the newest item
     */
    public record Weights(float[] keys, float[] guide, float[] places, float[] gate, float[] mix) {}

    private SequenceNetwork(Shape shape, int size, float[] items, Weights weights) {
        require("items", items, rounded(size) * shape.width);
        require("keys", weights.keys, shape.width * shape.hidden);
        require("guide", weights.guide, shape.width * shape.hidden);
        require("places", weights.places, shape.reach * shape.hidden);
        require("gate", weights.gate, shape.hidden);
        require("mix", weights.mix, 2 * shape.width * shape.width);
        this.shape = shape;
        this.size = size;
        this.items = items;
        this.weights = weights;
    }

    private static void require(String name, float[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " needs " + length + " numbers, got " + values.length);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(name + " must be finite, got " + value);
            }
        }
    }

    private static int rounded(int size) {
        return (size + Products.ROWS - 1) / Products.ROWS * Products.ROWS;
    }

    /**
     * Takes copies.
     *
     * @param rows [size × width], of any length but 0; a row of zeros is an item that the network never met
     */
    public static SequenceNetwork of(Shape shape, float[] rows, Weights weights) {
        int size = rows.length / shape.width;
        float[] unit = Arrays.copyOf(rows, rounded(size) * shape.width);
        for (int item = 0; item < size; item++) {
            scale(unit, item * shape.width, shape.width);
        }
        return new SequenceNetwork(
                shape,
                size,
                unit,
                new Weights(
                        weights.keys.clone(),
                        weights.guide.clone(),
                        weights.places.clone(),
                        weights.gate.clone(),
                        weights.mix.clone()));
    }

    /** To length 1, unless all are 0. */
    private static void scale(float[] values, int from, int width) {
        float length = Products.dot(values, from, values, from, width);
        float inverse = length > 0 ? (float) (1 / Math.sqrt(length)) : 0;
        for (int at = from; at < from + width; at++) {
            values[at] *= inverse;
        }
    }

    int size() {
        return size;
    }

    /** Whether the network met {@code item}. */
    boolean knows(int item) {
        for (int at = item * shape.width; at < (item + 1) * shape.width; at++) {
            if (items[at] != 0) {
                return true;
            }
        }
        return false;
    }

    /** How alike two items are, in [-1, 1]. */
    float likeness(int one, int other) {
        return Products.dot(items, one * shape.width, items, other * shape.width, shape.width);
    }

    /**
     * How alike the session and each item are.
     *
     * @param trail the session's items, oldest first, at least one
     * @param scores takes the catalogue's size rounded up to whole blocks of 8
     */
    void score(int[] trail, float[] scores) {
        float[] session = session(trail);
        float[] sums = new float[Products.ROWS];
        for (int item = 0; item < size; item += Products.ROWS) {
            Products.dots(items, item * shape.width, shape.width, session, sums);
            System.arraycopy(sums, 0, scores, item, Products.ROWS);
        }
    }

    float[] room() {
        return new float[rounded(size)];
    }

    private float[] session(int[] trail) {
        int width = shape.width;
        int length = Math.min(shape.reach, trail.length);
        float[] rows = new float[length * width];
        for (int back = 0; back < length; back++) {
            System.arraycopy(items, trail[trail.length - 1 - back] * width, rows, back * width, width);
        }
        float[] attention = attention(rows, length);
        float[] both = new float[2 * width];
        for (int back = 0; back < length; back++) {
            for (int at = 0; at < width; at++) {
                both[at] = Math.fma(attention[back], rows[back * width + at], both[at]);
            }
        }
        System.arraycopy(rows, 0, both, width, width);
        float[] session = new float[width];
        Products.add(
                View.of(both, 2 * width), View.of(weights.mix, width), View.of(session, width), 1, 2 * width, width);
        scale(session, 0, width);
        return session;
    }

    /** One share per row, newest first; they sum to 1. */
    private float[] attention(float[] rows, int length) {
        int hidden = shape.hidden;
        float[] keys = new float[length * hidden];
        float[] guide = new float[hidden];
        Products.add(
                View.of(rows, shape.width),
                View.of(weights.keys, hidden),
                View.of(keys, hidden),
                length,
                shape.width,
                hidden);
        Products.add(
                View.of(rows, shape.width),
                View.of(weights.guide, hidden),
                View.of(guide, hidden),
                1,
                shape.width,
                hidden);
        float[] attention = new float[length];
        float most = Float.NEGATIVE_INFINITY;
        for (int back = 0; back < length; back++) {
            for (int at = 0; at < hidden; at++) {
                float sum = keys[back * hidden + at] + guide[at] + weights.places[back * hidden + at];
                attention[back] += weights.gate[at] * (sum / (1 + Math.abs(sum)));
            }
            most = Math.max(most, attention[back]);
        }
        float total = 0;
        for (int back = 0; back < length; back++) {
            attention[back] = (float) StrictMath.exp(attention[back] - most);
            total += attention[back];
        }
        for (int back = 0; back < length; back++) {
            attention[back] /= total;
        }
        return attention;
    }

    /** At most {@code k} known items that are {@code wanted} and score highest, best first; of equal ones the lower index. */
    int[] strongest(float[] scores, int k, IntPredicate wanted) {
        int[] heap = new int[k];
        int held = 0;
        for (int item = 0; item < size; item++) {
            boolean better = held < k || scores[item] > scores[heap[0]];
            if (better && knows(item) && wanted.test(item)) {
                if (held < k) {
                    heap[held++] = item;
                    up(heap, held - 1, scores);
                } else {
                    heap[0] = item;
                    down(heap, held, scores);
                }
            }
        }
        int[] best = new int[held];
        while (held > 0) {
            best[held - 1] = heap[0];
            heap[0] = heap[--held];
            down(heap, held, scores);
        }
        return best;
    }

    private static boolean worse(int one, int than, float[] scores) {
        return scores[one] != scores[than] ? scores[one] < scores[than] : one > than;
    }

    private static void up(int[] heap, int from, float[] scores) {
        int place = from;
        while (place > 0 && worse(heap[place], heap[(place - 1) / 2], scores)) {
            swap(heap, place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    private static void down(int[] heap, int held, float[] scores) {
        int place = 0;
        while (2 * place + 1 < held) {
            int child = 2 * place + 1;
            if (child + 1 < held && worse(heap[child + 1], heap[child], scores)) {
                child++;
            }
            if (!worse(heap[child], heap[place], scores)) {
                return;
            }
            swap(heap, place, child);
            place = child;
        }
    }

    private static void swap(int[] heap, int one, int other) {
        int item = heap[one];
        heap[one] = heap[other];
        heap[other] = item;
    }

    void write(FieldWriter out) throws IOException {
        out.whole(shape.width);
        out.whole(shape.hidden);
        out.whole(shape.reach);
        out.whole(size);
        out.numbers(items);
        for (float[] each : new float[][] {weights.keys, weights.guide, weights.places, weights.gate, weights.mix}) {
            out.numbers(each);
        }
    }

    static SequenceNetwork read(FieldReader in) {
        Shape shape = new Shape(in.whole(), in.whole(), in.whole());
        int size = in.whole();
        float[] items = in.numbers();
        return new SequenceNetwork(
                shape, size, items, new Weights(in.numbers(), in.numbers(), in.numbers(), in.numbers(), in.numbers()));
    }
}
