package io.sluice.featurepipeline;

import io.sluice.features.Offer;
import io.sluice.schemas.Action;

/** A row of the table {@code interactions} on its way; empty columns are null here, see {@link InventoryChange}. */
public record InteractionRow(
        String eventId,
        int ordinal,
        long timeMillis,
        long arrivalMillis,
        String user,
        String session,
        Action action,
        String item,
        int quantity,
        Long priceMinor,
        Boolean available,
        Integer stock,
        String category,
        String device) {
    /** One item of an event, with how it was offered. The price is the inventory's, else the event's own. */
    static InteractionRow of(ShopEvent event, int ordinal, String session, Offer offer) {
        long stated = event.prices()[ordinal];
        return new InteractionRow(
                event.eventId(),
                ordinal,
                event.timeMillis(),
                event.arrivalMillis(),
                event.user(),
                session,
                event.action(),
                event.items()[ordinal],
                event.quantities()[ordinal],
                offer.price() != null || stated == ShopEvent.NO_PRICE ? offer.price() : Long.valueOf(stated),
                offer.availability(),
                offer.units(),
                offer.category(),
                event.device());
    }
}
