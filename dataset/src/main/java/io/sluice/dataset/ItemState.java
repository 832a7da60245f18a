package io.sluice.dataset;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the inventory says of one item at one moment. */
public record ItemState(
        OptionalLong priceMinor,
        OptionalInt stock,
        Optional<Boolean> available,
        Optional<String> category,
        Optional<String> brand,
        boolean delisted) {
    /** An item of which nothing was said. */
    public static final ItemState UNKNOWN = new ItemState(
            OptionalLong.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /**
     * Whether a shopper could buy it: not delisted, not stated as unavailable, not stated as out of stock. Shops that
     * send no inventory have every item sellable.
     */
    public boolean sellable() {
        return !delisted && available.orElse(true) && (stock.isEmpty() || stock.getAsInt() > 0);
    }
}
