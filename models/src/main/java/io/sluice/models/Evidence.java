package io.sluice.models;

import java.util.Arrays;

/** Scores that gather on few items of a large catalogue. Belongs to one query. */
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
