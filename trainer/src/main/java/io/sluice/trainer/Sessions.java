package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import io.sluice.schemas.Action;
import java.util.Arrays;

/**
 * The sessions of some interactions, in the order in which they began: the items of each in order, runs of one item
 * collapsed to their strongest action. Buying what the session holds already confirms it and is no step of its own: the
 * lines of an order say nothing about what follows what. Rows whose action says nothing are left out, and so are sessions of such rows.
 */
final class Sessions {
    private final int[] starts;
    private final int[] items;
    private final float[] weights;
    private final long[] times;

    private Sessions(int[] starts, int[] items, float[] weights, long[] times) {
        this.starts = starts;
        this.items = items;
        this.weights = weights;
        this.times = times;
    }

    static Sessions of(Interactions rows, ActionWeights actions) {
        return of(rows, actions, true);
    }

    /** @param collapseRuns false if going back to an item at once is a step of its own */
    static Sessions of(Interactions rows, ActionWeights actions, boolean collapseRuns) {
        int[] place = new int[rows.sessions().size()];
        Arrays.fill(place, -1);
        int[] lengths = new int[16];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (actions.of(rows.action(row)) > 0) {
                int session = rows.session(row);
                if (place[session] < 0) {
                    place[session] = count++;
                    lengths = count > lengths.length ? Arrays.copyOf(lengths, 2 * count) : lengths;
                }
                lengths[place[session]]++;
            }
        }
        int[] ends = new int[count + 1];
        for (int session = 0; session < count; session++) {
            ends[session + 1] = ends[session] + lengths[session];
        }
        return collapsed(rows, actions, collapseRuns, ends, rowsBySession(rows, actions, place, ends));
    }

    private static int[] rowsBySession(Interactions rows, ActionWeights actions, int[] place, int[] starts) {
        int[] next = starts.clone();
        int[] ordered = new int[starts[starts.length - 1]];
        for (int row = 0; row < rows.size(); row++) {
            if (actions.of(rows.action(row)) > 0) {
                ordered[next[place[rows.session(row)]]++] = row;
            }
        }
        return ordered;
    }

    private static Sessions collapsed(
            Interactions rows, ActionWeights actions, boolean collapseRuns, int[] bounds, int[] ordered) {
        int[] starts = new int[bounds.length];
        int[] items = new int[ordered.length];
        float[] weights = new float[ordered.length];
        long[] times = new long[ordered.length];
        int runs = 0;
        for (int session = 0; session + 1 < bounds.length; session++) {
            for (int at = bounds[session]; at < bounds[session + 1]; at++) {
                int row = ordered[at];
                float weight = actions.of(rows.action(row));
                int same = sameRun(rows, row, collapseRuns, items, starts[session], runs);
                if (same >= 0) {
                    weights[same] = Math.max(weights[same], weight);
                } else {
                    items[runs] = rows.item(row);
                    weights[runs] = weight;
                    times[runs] = rows.time(row);
                    runs++;
                }
            }
            starts[session + 1] = runs;
        }
        return new Sessions(
                starts, Arrays.copyOf(items, runs), Arrays.copyOf(weights, runs), Arrays.copyOf(times, runs));
    }

    /** The run that {@code row} belongs to, -1 if it begins one. */
    private static int sameRun(Interactions rows, int row, boolean collapseRuns, int[] items, int from, int to) {
        int newest = collapseRuns ? Math.max(from, to - 1) : to;
        int furthest = rows.action(row) == Action.PURCHASE ? from : newest;
        for (int run = to - 1; run >= furthest; run--) {
            if (items[run] == rows.item(row)) {
                return run;
            }
        }
        return -1;
    }

    int size() {
        return starts.length - 1;
    }

    /** Where the runs of {@code session} begin. */
    int from(int session) {
        return starts[session];
    }

    int to(int session) {
        return starts[session + 1];
    }

    /** Index in the interactions' numbering. */
    int item(int run) {
        return items[run];
    }

    /** Of the run's strongest action. */
    float weight(int run) {
        return weights[run];
    }

    /** When the run began, epoch milliseconds. */
    long time(int run) {
        return times[run];
    }
}
