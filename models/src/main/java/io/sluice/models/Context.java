package io.sluice.models;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * What a query says in one model's terms: the known items of its steps, newest first, runs of one item collapsed to
 * their strongest action, and which items may be recommended.
 */
final class Context {
    private final IntPredicate wanted;
    private final BitSet seen = new BitSet();
    private final int[] items;
    private final float[] weights;
    private int size;

    private Context(Query query, StockMask mask, int longest) {
        this.wanted = query.allowSeen() ? mask::sellable : item -> !seen.get(item) && mask.sellable(item);
        int capacity = Math.min(longest, query.steps().size());
        this.items = new int[capacity];
        this.weights = new float[capacity];
    }

    /** At most {@code longest} items that count by {@code actions}; every step counts as seen. */
    static Context of(Query query, StockMask mask, ItemCatalog catalog, ActionWeights actions, int longest) {
        Context context = new Context(query, mask, longest);
        List<Step> steps = query.steps();
        for (int at = steps.size() - 1; at >= 0; at--) {
            OptionalInt item = catalog.index(steps.get(at).item());
            if (item.isPresent()) {
                context.add(item.getAsInt(), actions.of(steps.get(at).action()));
            }
        }
        return context;
    }

    private Context(int[] trail, IntPredicate wanted) {
        this.wanted = wanted;
        this.items = new int[trail.length];
        this.weights = new float[trail.length];
        for (int at = trail.length - 1; at >= 0; at--) {
            add(trail[at], 1);
        }
    }

    /** The items of {@code trail}, oldest first, counting alike. */
    static Context of(int[] trail, IntPredicate wanted) {
        return new Context(trail, wanted);
    }

    private void add(int item, float weight) {
        seen.set(item);
        if (weight <= 0) {
            return;
        }
        if (size > 0 && items[size - 1] == item) {
            weights[size - 1] = Math.max(weights[size - 1], weight);
        } else if (size < items.length) {
            items[size] = item;
            weights[size] = weight;
            size++;
        }
    }

    /** Whether {@code item} may be recommended: it can be bought and is not barred as seen. */
    boolean allows(int item) {
        return wanted.test(item);
    }

    int size() {
        return size;
    }

    /** The item that lies {@code distance} runs back, 0 for the newest. */
    int item(int distance) {
        return items[distance];
    }

    float weight(int distance) {
        return weights[distance];
    }

    /** Whether the item at {@code distance} stands at a smaller distance too. */
    boolean isRepeat(int distance) {
        return Arrays.stream(items, 0, distance).anyMatch(item -> item == items[distance]);
    }
}
