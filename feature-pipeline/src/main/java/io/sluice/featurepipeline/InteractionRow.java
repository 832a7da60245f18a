package io.sluice.featurepipeline;

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
        String device) {}
