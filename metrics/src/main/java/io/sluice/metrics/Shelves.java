package io.sluice.metrics;

import io.sluice.models.ItemCatalog;
import io.sluice.models.Ranking;
import java.util.HashMap;
import java.util.Map;

/** The history of a model's items by the model's own indices, looked up once per scoring instead of once per answer. */
final class Shelves {
    private final double[] shares;
    private final double[] bits;
    private final int[] categories;
    private final int[] onShelf;

    Shelves(ItemCatalog items, ItemHistory history) {
        shares = new double[items.size()];
        bits = new double[items.size()];
        categories = new int[items.size()];
        Map<String, Integer> numbers = new HashMap<>();
        for (int item = 0; item < items.size(); item++) {
            shares[item] = history.share(items.id(item));
            bits[item] = -StrictMath.log(shares[item]) / StrictMath.log(2);
            String category = history.category(items.id(item));
            categories[item] = category.isEmpty() ? -1 : numbers.computeIfAbsent(category, known -> numbers.size());
        }
        onShelf = new int[numbers.size()];
    }

    boolean holds(int item) {
        return item >= 0 && item < shares.length;
    }

    double share(int item) {
        return shares[item];
    }

    /** How surprising the item is, in bits. */
    double bits(int item) {
        return bits[item];
    }

    /** Share of pairs whose categories differ, among items whose category is known; 0 with fewer than two of them. */
    double diversity(Ranking ranking) {
        int known = 0;
        long alike = 0;
        for (int rank = 0; rank < ranking.size(); rank++) {
            int category = holds(ranking.item(rank)) ? categories[ranking.item(rank)] : -1;
            if (category >= 0) {
                alike += onShelf[category]++;
                known++;
            }
        }
        for (int rank = 0; rank < ranking.size(); rank++) {
            int category = holds(ranking.item(rank)) ? categories[ranking.item(rank)] : -1;
            if (category >= 0) {
                onShelf[category] = 0;
            }
        }
        return known < 2 ? 0.0 : 1 - alike / (known * (known - 1) / 2.0);
    }
}
