package io.sluice.features;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The few names (items, categories) that a shopper turned to last, each with a decayed weight, its latest moment and a
 * mark. Past its capacity the one not turned to for longest is forgotten. Immutable.
 */
final class Remembered {
    private static final String[] NO_NAMES = {};

    private final int capacity;
    /** Oldest first. */
    private final String[] names;

    private final double[] weights;
    private final long[] latest;
    private final boolean[] marks;

    private Remembered(int capacity, String[] names, double[] weights, long[] latest, boolean[] marks) {
        this.capacity = capacity;
        this.names = names;
        this.weights = weights;
        this.latest = latest;
        this.marks = marks;
    }

    static Remembered nothing(int capacity) {
        return new Remembered(capacity, NO_NAMES, new double[0], new long[0], new boolean[0]);
    }

    private int place(String name) {
        for (int at = names.length - 1; at >= 0; at--) {
            if (names[at].equals(name)) {
                return at;
            }
        }
        return -1;
    }

    double weight(String name) {
        int at = place(name);
        return at < 0 ? 0 : weights[at];
    }

    double total() {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        return total;
    }

    Optional<Long> latest(String name) {
        int at = place(name);
        return at < 0 ? Optional.empty() : Optional.of(latest[at]);
    }

    boolean isMarked(String name) {
        int at = place(name);
        return at >= 0 && marks[at];
    }

    /** Every weight multiplied by {@code left}. */
    Remembered faded(double left) {
        if (left == 1 || names.length == 0) {
            return this;
        }
        return new Remembered(
                capacity,
                names,
                Arrays.stream(weights).map(weight -> weight * left).toArray(),
                latest,
                marks);
    }

    /** With {@code name} as the newest and one more weight. */
    Remembered with(String name, long moment) {
        int known = place(name);
        int from = known < 0 && names.length == capacity ? 0 : known;
        int size = from < 0 ? names.length + 1 : names.length;
        Remembered more = new Remembered(
                capacity,
                Arrays.copyOf(names, size),
                Arrays.copyOf(weights, size),
                Arrays.copyOf(latest, size),
                Arrays.copyOf(marks, size));
        if (from >= 0) {
            more.closeGap(from);
        }
        more.names[size - 1] = name;
        more.weights[size - 1] = known < 0 ? 1 : weights[known] + 1;
        more.latest[size - 1] = moment;
        more.marks[size - 1] = known >= 0 && marks[known];
        return more;
    }

    private void closeGap(int from) {
        int moved = names.length - 1 - from;
        System.arraycopy(names, from + 1, names, from, moved);
        System.arraycopy(weights, from + 1, weights, from, moved);
        System.arraycopy(latest, from + 1, latest, from, moved);
        System.arraycopy(marks, from + 1, marks, from, moved);
    }

    /** With the mark of {@code name}, if it is remembered. */
    Remembered marked(String name, boolean mark) {
        int at = place(name);
        if (at < 0 || marks[at] == mark) {
            return this;
        }
        boolean[] changed = marks.clone();
        changed[at] = mark;
        return new Remembered(capacity, names, weights, latest, changed);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(names.length);
        for (int at = 0; at < names.length; at++) {
            out.writeUTF(names[at]);
            out.writeDouble(weights[at]);
            out.writeLong(latest[at]);
            out.writeBoolean(marks[at]);
        }
    }

    static Remembered read(DataInputStream in, int capacity) throws IOException {
        int size = in.readByte();
        Remembered read =
                new Remembered(capacity, new String[size], new double[size], new long[size], new boolean[size]);
        for (int at = 0; at < size; at++) {
            read.names[at] = in.readUTF();
            read.weights[at] = in.readDouble();
            read.latest[at] = in.readLong();
            read.marks[at] = in.readBoolean();
        }
        return read;
    }
}
