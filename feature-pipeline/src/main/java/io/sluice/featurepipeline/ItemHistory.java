package io.sluice.featurepipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the inventory has said of one item, as far as any event to come may see it.
 *
 * @param changes in the order of their precedence
 */
public record ItemHistory(InventoryChange[] changes) {
    static final ItemHistory EMPTY = new ItemHistory(new InventoryChange[0]);

    /** This history and one more change. */
    ItemHistory with(InventoryChange change) {
        InventoryChange[] more = Arrays.copyOf(changes, changes.length + 1);
        more[changes.length] = change;
        Arrays.sort(more, InventoryChange.PRECEDENCE);
        return new ItemHistory(more);
    }

    /**
     * The same for every event to come, without what none of them can see any more.
     *
     * @param settledMillis changes that had happened and arrived by then are visible to every event to come, so of these
     *     only the prevailing ones count
     */
    ItemHistory pruned(long settledMillis) {
        List<InventoryChange> kept = new ArrayList<>();
        boolean[] decided = new boolean[PROPERTIES.size()];
        for (int i = changes.length - 1; i >= 0; i--) {
            boolean settled = changes[i].timeMillis() <= settledMillis && changes[i].arrivalMillis() <= settledMillis;
            if (!settled || prevails(changes[i], decided)) {
                kept.add(0, changes[i]);
            }
        }
        return kept.size() == changes.length ? this : new ItemHistory(kept.toArray(new InventoryChange[0]));
    }

    private static boolean prevails(InventoryChange change, boolean[] decided) {
        boolean prevails = false;
        for (int property = 0; property < decided.length; property++) {
            if (!decided[property] && PROPERTIES.get(property).apply(change) != null) {
                decided[property] = true;
                prevails = true;
            }
        }
        return prevails;
    }

    private static final List<Function<InventoryChange, Object>> PROPERTIES = List.of(
            InventoryChange::priceMinor,
            InventoryChange::stock,
            InventoryChange::available,
            InventoryChange::category,
            InventoryChange::brand,
            InventoryChange::delisted);

    /** The prevailing value of one property as of an event: what had happened by its time and arrived by its arrival. */
    <T> Optional<T> asOf(ShopEvent event, Function<InventoryChange, T> property) {
        for (int i = changes.length - 1; i >= 0; i--) {
            InventoryChange change = changes[i];
            boolean visible =
                    change.timeMillis() <= event.timeMillis() && change.arrivalMillis() <= event.arrivalMillis();
            if (visible && property.apply(change) != null) {
                return Optional.of(property.apply(change));
            }
        }
        return Optional.empty();
    }
}
