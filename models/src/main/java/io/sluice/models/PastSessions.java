package io.sluice.models;

import java.io.IOException;

/**
 * Sessions of the past, oldest first: the items of each in order, and how much the session still counts. With an index
 * from each item to the newest sessions it stands in. Immutable.
 */
public final class PastSessions {
    private final int catalogSize;
    private final int[] starts;
    private final int[] items;
    private final float[] weights;
    private final int newest;
    /** Where the postings of each item begin; the sessions of one item are ascending. */
    private final int[] postingStarts;

    private final int[] postings;

    private PastSessions(int catalogSize, int[] starts, int[] items, float[] weights, int newest) {
        if (starts.length != weights.length + 1 || starts[0] != 0 || starts[weights.length] != items.length) {
            throw new IllegalArgumentException("sessions must cover the items and each have a weight");
        }
        if (newest < 1) {
            throw new IllegalArgumentException("an index keeps at least 1 session per item, got " + newest);
        }
        for (int session = 0; session < weights.length; session++) {
            if (starts[session + 1] < starts[session]) {
                throw new IllegalArgumentException("session " + session + " ends before it starts");
            }
            if (!(weights[session] >= 0) || Float.isInfinite(weights[session])) {
                throw new IllegalArgumentException("a weight is finite and at least 0, got " + weights[session]);
            }
        }
        for (int item : items) {
            if (item < 0 || item >= catalogSize) {
                throw new IllegalArgumentException("no item " + item + " in " + catalogSize);
            }
        }
        this.catalogSize = catalogSize;
        this.starts = starts;
        this.items = items;
        this.weights = weights;
        this.newest = newest;
        this.postingStarts = new int[catalogSize + 1];
        this.postings = index();
    }

    /**
     * Takes copies.
     *
     * @param starts where each session begins in {@code items}, and the end of the last
     * @param items indices in a catalogue of {@code catalogSize}, session by session, oldest session first
     * @param weights how much each session counts, finite and at least 0
     * @param newest how many sessions the index keeps per item
     */
    public static PastSessions of(int catalogSize, int[] starts, int[] items, float[] weights, int newest) {
        return new PastSessions(catalogSize, starts.clone(), items.clone(), weights.clone(), newest);
    }

    private int[] index() {
        int[] held = new int[catalogSize];
        for (int session = size() - 1; session >= 0; session--) {
            for (int at = starts[session]; at < starts[session + 1]; at++) {
                if (isFirst(session, at) && held[items[at]] < newest) {
                    held[items[at]]++;
                }
            }
        }
        for (int item = 0; item < catalogSize; item++) {
            postingStarts[item + 1] = postingStarts[item] + held[item];
        }
        int[] found = new int[postingStarts[catalogSize]];
        for (int session = size() - 1; session >= 0; session--) {
            for (int at = starts[session]; at < starts[session + 1]; at++) {
                if (isFirst(session, at) && held[items[at]] > 0) {
                    held[items[at]]--;
                    found[postingStarts[items[at]] + held[items[at]]] = session;
                }
            }
        }
        return found;
    }

    private boolean isFirst(int session, int at) {
        for (int before = starts[session]; before < at; before++) {
            if (items[before] == items[at]) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return weights.length;
    }

    int catalogSize() {
        return catalogSize;
    }

    /** Borrowed. */
    float[] weights() {
        return weights;
    }

    /** Items of the longest session, 0 if there is none. */
    int longest() {
        int longest = 0;
        for (int session = 0; session < size(); session++) {
            longest = Math.max(longest, to(session) - from(session));
        }
        return longest;
    }

    int from(int session) {
        return starts[session];
    }

    int to(int session) {
        return starts[session + 1];
    }

    int item(int at) {
        return items[at];
    }

    int postingsFrom(int item) {
        return postingStarts[item];
    }

    int postingsTo(int item) {
        return postingStarts[item + 1];
    }

    int posting(int at) {
        return postings[at];
    }

    void write(FieldWriter out) throws IOException {
        out.wholes(starts);
        out.wholes(items);
        out.numbers(weights);
        out.whole(newest);
    }

    static PastSessions read(int catalogSize, FieldReader in) {
        return new PastSessions(catalogSize, in.wholes(), in.wholes(), in.numbers(), in.whole());
    }
}
