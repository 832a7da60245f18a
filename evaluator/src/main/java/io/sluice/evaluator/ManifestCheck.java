package io.sluice.evaluator;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.models.ItemCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds a manifest against the events themselves: a model may be informed only by what its manifest names. A manifest that
 * lies consistently about everything, with a model that knows no item too many, is not found out here.
 */
public final class ManifestCheck {
    private final Interactions data;
    private final InventoryTimeline inventory;

    /** @param data everything of the cut up to the end of the holdout; must reach back to the start of what was learnt */
    public ManifestCheck(Interactions data, InventoryTimeline inventory) {
        this.data = data;
        this.inventory = inventory;
    }

    /** What does not fit, in words; empty if everything does. */
    public List<String> discrepancies(Manifest manifest, ItemCatalog items) {
        List<String> found = new ArrayList<>();
        Interactions learnt = data.between(manifest.learning())
                .arrivedBefore(manifest.learning().to());
        if (!learnt.fingerprint().equals(manifest.interactionsFingerprint())) {
            found.add("what it learnt from is not what happened in " + manifest.learning()
                    + ": fingerprint " + brief(manifest.interactionsFingerprint()) + ", the events give "
                    + brief(learnt.fingerprint()));
        }
        if (!learnt.isEmpty() && learnt.informedUntil().isAfter(manifest.informationCutOff())) {
            found.add("states to be informed until " + manifest.informationCutOff() + ", but learnt from events until "
                    + learnt.informedUntil());
        }
        unforeseeable(manifest.learning().to(), items).ifPresent(found::add);
        return found;
    }

    /** An item that nobody had heard of before {@code moment}. */
    private Optional<String> unforeseeable(Instant moment, ItemCatalog items) {
        BitSet known = new BitSet(data.items().size());
        BitSet later = new BitSet(data.items().size());
        long end = moment.toEpochMilli();
        for (int row = 0; row < data.size(); row++) {
            boolean before = data.time(row) < end && data.arrival(row) < end;
            (before ? known : later).set(data.item(row));
        }
        later.andNot(known);
        InventoryTimeline told = inventory.visibleBefore(moment);
        return later.stream()
                .mapToObj(item -> data.items().id(item))
                .filter(id -> items.index(id).isPresent())
                .filter(id -> told.items().index(id).equals(OptionalInt.empty()))
                .findFirst()
                .map(id -> "knows item " + id + ", of which nothing was known before " + moment);
    }

    private static String brief(String fingerprint) {
        return fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }
}
