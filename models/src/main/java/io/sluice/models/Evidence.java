package io.sluice.models;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Scores that gather on few items of a large catalogue. Belongs to one thread's queries, one after the other. */
final class Evidence {
    private final float[] scores;
    private int[] touched = new int[64];
    private int count;

    Evidence(int catalogSize) {
        scores = new float[catalogSize];
    }

    void add(int item, float amount) {
        if (amount <= 0) {
            return;
        }
        if (scores[item] == 0) {
            if (count == touched.length) {
                touched = Arrays.copyOf(touched, 2 * count);
            }
            touched[count++] = item;
        }
        scores[item] += amount;
    }

    /** What gathered on {@code item}, 0 if nothing. */
    float of(int item) {
        return scores[item];
    }

    /** The highest of all, 0 if there is none. */
    float most() {
        float most = 0;
        for (int at = 0; at < count; at++) {
            most = Math.max(most, scores[touched[at]]);
        }
        return most;
    }

    /** Sum over all items. */
    float total() {
        float total = 0;
        for (int at = 0; at < count; at++) {
            total += scores[touched[at]];
        }
        return total;
    }

    /** At most {@code k} items with {@code wanted} and the most evidence, most first; of equal ones the higher index. */
    int[] strongest(int k, IntPredicate wanted) {
        long[] keys = new long[count];
        int found = 0;
        for (int at = 0; at < count; at++) {
            if (wanted.test(touched[at])) {
                // Scores are not negative, so their bits order as they do.
                keys[found++] = ((long) Float.floatToIntBits(scores[touched[at]]) << 32) | touched[at];
            }
        }
        Arrays.sort(keys, 0, found);
        int[] strongest = new int[Math.min(k, found)];
        for (int at = 0; at < strongest.length; at++) {
            strongest[at] = (int) keys[found - 1 - at];
        }
        return strongest;
    }

    /** Forgets everything. */
    void clear() {
        for (int at = 0; at < count; at++) {
            scores[touched[at]] = 0;
        }
        count = 0;
    }

    /** Best items first; popular items without evidence fill up, scaled below all others. */
    Ranking ranking(Query query, Context context, int k, PopularityModel popularity) {
        TopK best = new TopK(k, query, popularity.items());
        float least = Float.MAX_VALUE;
        for (int at = 0; at < count; at++) {
            int item = touched[at];
            least = Math.min(least, scores[item]);
            if (context.allows(item)) {
                best.offer(item, scores[item]);
            }
        }
        float ceiling = count == 0 ? 1 : least / 2;
        popularity.fill(best, ceiling, item -> scores[item] == 0 && context.allows(item));
        return best.ranking();
    }
}
