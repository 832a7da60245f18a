package io.sluice.models;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What many shoppers touched lately: one score per item, the same for everybody. */
public final class PopularityModel implements StoredModel {
    private final ItemCatalog items;
    private final float[] scores;
    /** Most popular first. */
    private final int[] order;

    private PopularityModel(ItemCatalog items, float[] scores) {
        if (scores.length != items.size()) {
            throw new IllegalArgumentException(
                    "popularity needs a score per item, got " + scores.length + " for " + items.size());
        }
        for (float score : scores) {
            if (!(score >= 0) || Float.isInfinite(score)) {
                throw new IllegalArgumentException("a popularity is finite and at least 0, got " + score);
            }
        }
        this.items = items;
        this.scores = scores;
        this.order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -scores[item]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** @param scores one per item of {@code items}, finite and at least 0; copied */
    public static PopularityModel of(ItemCatalog items, float[] scores) {
        return new PopularityModel(items, scores.clone());
    }

    @Override
    public Family family() {
        return Family.POPULARITY;
    }

    @Override
    public ItemCatalog items() {
        return items;
    }

    /** How popular the item with this index is, at least 0. */
    public float score(int item) {
        return scores[item];
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        TopK best = new TopK(k, query, items);
        Context context = Context.of(query, mask, items, ActionWeights.EQUAL, 0);
        fill(best, most(), context::allows);
        return best.ranking();
    }

    /** Offers items with {@code wanted}, most popular first, while they can find a place; the most popular scores {@code ceiling}. */
    void fill(TopK best, float ceiling, IntPredicate wanted) {
        float scale = most() == 0 ? 0 : ceiling / most();
        for (int item : order) {
            float score = Math.min(ceiling, scores[item] * scale);
            if (!best.wouldTake(score)) {
                return;
            }
            if (wanted.test(item)) {
                best.offer(item, score);
            }
        }
    }

    /** Fills what places are left with items with {@code wanted}, most popular first, all scored lower than those there are. */
    void fillBelow(TopK best, IntPredicate wanted) {
        if (best.isFull()) {
            return;
        }
        float floor = best.size() == 0 ? 0 : best.least() - 2;
        float scale = most() == 0 ? 0 : 1 / most();
        for (int item : order) {
            float score = floor + scores[item] * scale;
            if (!best.wouldTake(score)) {
                return;
            }
            if (wanted.test(item)) {
                best.offer(item, score);
            }
        }
    }

    private float most() {
        return order.length == 0 ? 0 : scores[order[0]];
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        out.numbers(scores);
    }

    static PopularityModel read(ItemCatalog items, FieldReader in) {
        return new PopularityModel(items, in.numbers());
    }

    @Override
    public String toString() {
        return "PopularityModel[items=" + items.size() + ", head="
                + Arrays.toString(Arrays.copyOf(order, Math.min(5, order.length))) + "]";
    }
}
