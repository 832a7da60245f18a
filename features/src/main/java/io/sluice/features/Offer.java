package io.sluice.features;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How one item is offered at one moment, by everything that the inventory had said of it. Properties of which nothing was
 * said are null inside, empty outside.
 *
 * @param price in minor units
 * @param priceBefore the price that {@code price} replaced
 * @param priceSinceMillis when the price last changed, or was first stated
 * @param restockedMillis when the item last became sellable after it had not been
 */
public record Offer(
        Long price,
        Long priceBefore,
        long priceSinceMillis,
        Integer units,
        Boolean availability,
        Long restockedMillis,
        String category,
        String brand,
        boolean delisted) {
    /** An item of which nothing was said. */
    public static final Offer UNKNOWN = new Offer(null, null, Long.MIN_VALUE, null, null, null, "", "", false);

    /** This offer after one more statement; statements come in the order of {@link Statement#PRECEDENCE}. */
    Offer after(Statement said) {
        boolean repriced = said.priceMinor() != null && !said.priceMinor().equals(price);
        Offer stated = new Offer(
                said.priceMinor() == null ? price : said.priceMinor(),
                repriced ? price : priceBefore,
                repriced ? said.timeMillis() : priceSinceMillis,
                said.stock() == null ? units : said.stock(),
                said.available() == null ? availability : said.available(),
                restockedMillis,
                said.category() == null ? category : said.category(),
                said.brand() == null ? brand : said.brand(),
                said.delisted() == null ? delisted : said.delisted());
        return !sellable() && stated.sellable() ? stated.restocked(said.timeMillis()) : stated;
    }

    private Offer restocked(long millis) {
        return new Offer(price, priceBefore, priceSinceMillis, units, availability, millis, category, brand, delisted);
    }

    public OptionalLong priceMinor() {
        return price == null ? OptionalLong.empty() : OptionalLong.of(price);
    }

    public OptionalInt stock() {
        return units == null ? OptionalInt.empty() : OptionalInt.of(units);
    }

    public Optional<Boolean> available() {
        return Optional.ofNullable(availability);
    }

    /** Not delisted, not stated as unavailable, not stated as out of stock. */
    public boolean sellable() {
        return !delisted && (availability == null || availability) && (units == null || units > 0);
    }
}
