package io.sluice.dataset;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One statement about one item: a row of the {@code inventory} table. Empty fields are unchanged by it.
 *
 * @param eventTime from when it holds
 * @param arrival when Sluice's edge first saw it
 */
public record InventoryFact(
        String eventId,
        Instant eventTime,
        Instant arrival,
        String item,
        OptionalLong priceMinor,
        OptionalInt stock,
        Optional<Boolean> available,
        Optional<String> category,
        Optional<String> brand,
        Optional<Boolean> delisted) {

    /** From when on anybody could have known it: it has happened and it has arrived. */
    public Instant visibleFrom() {
        return eventTime.isAfter(arrival) ? eventTime : arrival;
    }
}
