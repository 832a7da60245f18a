package io.sluice.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What the inventory said, and when: the state of any item as of any moment. A fact is visible at a moment if it has
 * happened and has arrived by then; of several visible facts about one property the one with the latest event time holds
 * (then the latest arrival, then the greatest event id).
 *
 * <p>Immutable and safe for use by several threads; a {@link Cursor} belongs to one thread.
 */
public final class InventoryTimeline {
    private static final Comparator<InventoryFact> PRECEDENCE = Comparator.comparing(InventoryFact::eventTime)
            .thenComparing(InventoryFact::arrival)
            .thenComparing(InventoryFact::eventId);
    private static final Comparator<InventoryFact> VISIBILITY =
            Comparator.comparing(InventoryFact::visibleFrom).thenComparing(PRECEDENCE);

    private final InventoryFact[] facts;
    private final Vocabulary items = new Vocabulary();

    private InventoryTimeline(InventoryFact[] facts) {
        this.facts = facts;
        Arrays.sort(facts, VISIBILITY);
        TreeSet<String> ids = new TreeSet<>();
        for (InventoryFact fact : facts) {
            ids.add(fact.item());
        }
        ids.forEach(items::add);
    }

    /** The given facts in any order; the list is not kept. */
    public static InventoryTimeline of(List<InventoryFact> facts) {
        return new InventoryTimeline(facts.toArray(new InventoryFact[0]));
    }

    /** Every item of which anything was ever said, in the order of their ids. */
    public Vocabulary items() {
        return items;
    }

    public int size() {
        return facts.length;
    }

    /** The part of this timeline that was visible before {@code moment}: what a model cut there may know. */
    public InventoryTimeline visibleBefore(Instant moment) {
        return new InventoryTimeline(Arrays.stream(facts)
                .filter(fact -> fact.visibleFrom().isBefore(moment))
                .toArray(InventoryFact[]::new));
    }

    /** A cursor before the first fact. */
    public Cursor cursor() {
        return new Cursor();
    }

    /** SHA-256 over every fact in order, lower-case hexadecimal. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (InventoryFact fact : facts) {
                digest.update(fact.toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** The inventory at a moment that only moves forward. Not thread-safe. */
    public final class Cursor {
        private final Latest[] states = new Latest[items.size()];
        private final BitSet unsellable = new BitSet(items.size());
        private int next;
        private Instant now = Instant.MIN;

        private Cursor() {
            Arrays.setAll(states, ignored -> new Latest());
        }

        /**
         * Moves to {@code moment}: applies every fact visible at or before it.
         *
         * @throws IllegalArgumentException if {@code moment} lies before an earlier one
         */
        public void advanceTo(Instant moment) {
            if (moment.isBefore(now)) {
                throw new IllegalArgumentException("a cursor moves forward only, at " + now + ", asked for " + moment);
            }
            now = moment;
            while (next < facts.length && !facts[next].visibleFrom().isAfter(moment)) {
                InventoryFact fact = facts[next++];
                int item = items.index(fact.item()).orElseThrow();
                states[item].apply(fact);
                unsellable.set(item, !states[item].state().sellable());
            }
        }

        public ItemState state(String item) {
            OptionalInt index = items.index(item);
            return index.isEmpty() ? ItemState.UNKNOWN : states[index.getAsInt()].state();
        }

        /** Whether the item can be bought now; an item of which nothing was said yet can. */
        public boolean sellable(String item) {
            OptionalInt index = items.index(item);
            return index.isEmpty() || !unsellable.get(index.getAsInt());
        }

        /** As {@link #sellable(String)}, by index in {@link InventoryTimeline#items}. */
        public boolean sellable(int item) {
            return !unsellable.get(item);
        }
    }

    /** The prevailing fact per property of one item. */
    private static final class Latest {
        private InventoryFact price;
        private InventoryFact stock;
        private InventoryFact available;
        private InventoryFact category;
        private InventoryFact brand;
        private InventoryFact delisted;

        private void apply(InventoryFact fact) {
            price = fact.priceMinor().isPresent() ? later(price, fact) : price;
            stock = fact.stock().isPresent() ? later(stock, fact) : stock;
            available = fact.available().isPresent() ? later(available, fact) : available;
            category = fact.category().isPresent() ? later(category, fact) : category;
            brand = fact.brand().isPresent() ? later(brand, fact) : brand;
            delisted = fact.delisted().isPresent() ? later(delisted, fact) : delisted;
        }

        private static InventoryFact later(InventoryFact held, InventoryFact fact) {
            return held == null || PRECEDENCE.compare(held, fact) < 0 ? fact : held;
        }

        private ItemState state() {
            return new ItemState(
                    price == null ? OptionalLong.empty() : price.priceMinor(),
                    stock == null ? OptionalInt.empty() : stock.stock(),
                    available == null ? Optional.empty() : available.available(),
                    category == null ? Optional.empty() : category.category(),
                    brand == null ? Optional.empty() : brand.brand(),
                    delisted != null && delisted.delisted().orElseThrow());
        }
    }
}
