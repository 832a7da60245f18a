package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.ItemCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * What a model may learn from, and nothing else: rows and facts outside the range are cut off here.
 *
 * @param interactions those that happened in {@code range} and had arrived by its end
 * @param inventory what was visible before the range's end
 * @param range ages are counted back from its end
 * @param counted what was counted before of days with the same rows; saves time and changes nothing
 */
public record TrainingSet(
        Interactions interactions, InventoryTimeline inventory, TimeRange range, CountedDays counted) {
    private static final int DAYS_OF_ONE_TRAINING = 512;

    /** A set that remembers nothing from before. */
    public TrainingSet(Interactions interactions, InventoryTimeline inventory, TimeRange range) {
        this(interactions, inventory, range, new CountedDays(DAYS_OF_ONE_TRAINING));
    }

    public TrainingSet {
        interactions = interactions.between(range).arrivedBefore(range.to());
        inventory = inventory.visibleBefore(range.to());
    }

    /** The latest event time or arrival among the interactions; the range's start if there are none. */
    public Instant informedUntil() {
        return interactions.isEmpty() ? range.from() : interactions.informedUntil();
    }

    /** The part of this set that lies in {@code part}. */
    TrainingSet within(TimeRange part) {
        return new TrainingSet(interactions, inventory, part, counted);
    }

    /** Items of these rows, in no order that matters. */
    List<String> touchedItems() {
        BitSet touched = new BitSet(interactions.items().size());
        for (int row = 0; row < interactions.size(); row++) {
            touched.set(interactions.item(row));
        }
        List<String> ids = new ArrayList<>();
        touched.stream().forEach(item -> ids.add(interactions.items().id(item)));
        return ids;
    }

    /** Every item of these rows and of this inventory, ordered by id. */
    ItemCatalog catalog() {
        TreeSet<String> ids = new TreeSet<>(touchedItems());
        for (int item = 0; item < inventory.items().size(); item++) {
            ids.add(inventory.items().id(item));
        }
        return ItemCatalog.of(List.copyOf(ids));
    }
}
