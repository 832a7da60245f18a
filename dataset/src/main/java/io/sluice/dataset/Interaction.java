package io.sluice.dataset;

import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One shopper doing one thing with one item: a row of the {@code interactions} table.
 *
 * @param eventId the producer's id; unique per user
 * @param ordinal place of the item in the event's list, from 0
 * @param eventTime when it happened
 * @param arrival when Sluice's edge first saw it
 * @param user pseudonymous key
 * @param session assigned by the session gap: equal for interactions of one user without a longer pause
 * @param action never IMPRESSION, SERVED or UNKNOWN
 * @param item what the shopper acted on
 * @param quantity 1 or more
 * @param priceMinor as of the event: the inventory's, else the event's own
 * @param available as of the event, by the inventory; empty where it says nothing
 * @param stock as of the event, by the inventory
 * @param category as of the event, levels separated by '/'; empty text where unknown
 * @param device from the event's context; empty text where unknown
 */
public record Interaction(
        String eventId,
        int ordinal,
        Instant eventTime,
        Instant arrival,
        String user,
        String session,
        Action action,
        String item,
        int quantity,
        OptionalLong priceMinor,
        Optional<Boolean> available,
        OptionalInt stock,
        String category,
        String device) {}
