package io.sluice.metrics;

import io.sluice.dataset.Interactions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.OptionalInt;

/**
 * What was known of each item when the holdout began: how often it had occurred, and its category. Items are numbered as in
 * the interactions. Immutable.
 */
final class ItemHistory {
    /** An item that occurred less often is cold. */
    static final int COLD_BELOW = 5;

    private final Interactions data;
    private final long[] counts;
    private final String[] categories;
    private final BitSet head = new BitSet();
    private final long rows;
    private final long seen;

    /** @param rows how many rows of {@code data}, from the first, lie before the holdout */
    ItemHistory(Interactions data, int rows) {
        this.data = data;
        this.rows = rows;
        counts = new long[data.items().size()];
        categories = new String[counts.length];
        Arrays.fill(categories, "");
        for (int row = 0; row < rows; row++) {
            counts[data.item(row)]++;
            String category = data.category(row);
            categories[data.item(row)] = category.isEmpty() ? categories[data.item(row)] : category;
        }
        seen = Arrays.stream(counts).filter(count -> count > 0).count();
        markHead();
    }

    /** Head: the fewest items that make up half of what happened. */
    private void markHead() {
        Integer[] byCount = new Integer[counts.length];
        Arrays.setAll(byCount, item -> item);
        // Items are numbered by first appearance, so equal counts keep an order that the rows alone decide.
        Arrays.sort(byCount, Comparator.comparingLong((Integer item) -> -counts[item]));
        long covered = 0;
        for (int i = 0; i < byCount.length && covered * 2 < rows; i++) {
            head.set(byCount[i]);
            covered += counts[byCount[i]];
        }
    }

    boolean isHead(int item) {
        return head.get(item);
    }

    boolean isCold(int item) {
        return counts[item] < COLD_BELOW;
    }

    /** Share of what happened that was about this item, with one occurrence more for every item seen and one for all others. */
    double share(String item) {
        OptionalInt index = data.items().index(item);
        long count = index.isPresent() ? counts[index.getAsInt()] : 0;
        return (count + 1.0) / (rows + seen + 1);
    }

    /** The last category seen, levels separated by '/'; empty text where unknown. */
    String category(String item) {
        OptionalInt index = data.items().index(item);
        return index.isPresent() ? categories[index.getAsInt()] : "";
    }

    /** The category cut to its first two levels, which is as fine as slices are; empty text where unknown. */
    String department(int item) {
        String[] levels = categories[item].split("/");
        return levels.length < 2 ? levels[0] : levels[0] + "/" + levels[1];
    }
}
