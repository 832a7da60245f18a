package io.sluice.featurepipeline;

import io.sluice.features.Statement;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.Promise;

/**
 * A clean inventory record as it travels through the job. A field that the event leaves unchanged is null here, and only
 * here: Flink's serializers know no {@code Optional}.
 */
public record InventoryChange(
        boolean promise,
        long timeMillis,
        long arrivalMillis,
        String eventId,
        String item,
        Long priceMinor,
        Integer stock,
        Boolean available,
        String category,
        String brand,
        Boolean delisted,
        int partition,
        long offset)
        implements Timed {
    static InventoryChange of(Promise promise, int partition, long offset) {
        long before = promise.getBefore().toEpochMilli();
        return new InventoryChange(true, before, before, "", "", null, null, null, null, null, null, partition, offset);
    }

    static InventoryChange of(InventoryEvent event, int partition, long offset) {
        return new InventoryChange(
                false,
                event.getEventTime().toEpochMilli(),
                event.getArrival().orElseThrow().toEpochMilli(),
                event.getEventId(),
                event.getItemId(),
                event.getPriceMinor().orElse(null),
                event.getStock().orElse(null),
                event.getAvailable().orElse(null),
                event.getCategoryPath().orElse(null),
                event.getBrand().orElse(null),
                event.getDelisted().orElse(null),
                partition,
                offset);
    }

    /** As the feature definitions take it. */
    Statement statement() {
        return new Statement(
                timeMillis, arrivalMillis, eventId, priceMinor, stock, available, category, brand, delisted);
    }
}
