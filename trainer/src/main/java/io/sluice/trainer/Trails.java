package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PastSessions;
import io.sluice.trainer.sequence.SequenceData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Sessions of two steps or more as indices of one catalogue, the session that began first first. Age is counted in
 * sessions, so nothing here depends on how long a day is.
 */
final class Trails {
    private final int catalogSize;
    private final int[] starts;
    private final int[] items;

    private Trails(int catalogSize, int[] starts, int[] items) {
        this.catalogSize = catalogSize;
        this.starts = starts;
        this.items = items;
    }

    /** @param most how many sessions, the newest */
    static Trails of(Interactions rows, ActionWeights actions, boolean collapseRuns, ItemCatalog catalog, int most) {
        Sessions sessions = Sessions.of(rows, actions, collapseRuns);
        int[] index = new int[rows.items().size()];
        Arrays.setAll(index, item -> catalog.index(rows.items().id(item)).orElse(-1));
        int[] starts = new int[sessions.size() + 1];
        int[] items = new int[sessions.size() == 0 ? 0 : sessions.to(sessions.size() - 1)];
        int size = 0;
        for (int session = 0; session < sessions.size(); session++) {
            int length = sessions.to(session) - sessions.from(session);
            if (length > 1) {
                for (int run = 0; run < length; run++) {
                    items[starts[size] + run] = index[sessions.item(sessions.from(session) + run)];
                }
                starts[size + 1] = starts[size] + length;
                size++;
            }
        }
        Trails all = new Trails(catalog.size(), Arrays.copyOf(starts, size + 1), Arrays.copyOf(items, starts[size]));
        return all.between(Math.max(0, size - most), size);
    }

    /** One session's beginning and what came next. */
    record Lesson(int[] before, int next) {}

    int size() {
        return starts.length - 1;
    }

    /** How many steps have one before them. */
    int steps() {
        return items.length - size();
    }

    /** The first session of the newest that together have at least {@code steps} steps with one before them. */
    int beforeNewest(int steps) {
        int session = size();
        for (int held = 0; session > 0 && held < steps; session--) {
            held += starts[session] - starts[session - 1] - 1;
        }
        return session;
    }

    Trails first(int count) {
        return between(0, count);
    }

    private Trails between(int from, int to) {
        int[] begins = new int[to - from + 1];
        for (int session = from; session <= to; session++) {
            begins[session - from] = starts[session] - starts[from];
        }
        return new Trails(catalogSize, begins, Arrays.copyOfRange(items, starts[from], starts[to]));
    }

    /** At most {@code most} of the steps of the sessions from {@code begin} on, picked at random, in their order. */
    List<Lesson> lessons(int begin, int most, long seed) {
        List<int[]> places = new ArrayList<>();
        for (int session = begin; session < size(); session++) {
            for (int at = starts[session] + 1; at < starts[session + 1]; at++) {
                places.add(new int[] {starts[session], at});
            }
        }
        List<int[]> picked = new ArrayList<>(places);
        Collections.shuffle(picked, new Random(seed));
        picked = picked.subList(0, Math.min(most, picked.size()));
        picked.sort((one, other) -> Integer.compare(one[1], other[1]));
        List<Lesson> lessons = new ArrayList<>();
        for (int[] place : picked) {
            lessons.add(new Lesson(Arrays.copyOfRange(items, place[0], place[1]), items[place[1]]));
        }
        return lessons;
    }

    /** Borrowed. */
    SequenceData rows() {
        return new SequenceData(catalogSize, starts, items);
    }

    /** @param newest how many sessions are kept per item */
    PastSessions past(int newest) {
        float[] weights = new float[size()];
        Arrays.fill(weights, 1);
        return PastSessions.of(catalogSize, starts, items, weights, newest);
    }
}
