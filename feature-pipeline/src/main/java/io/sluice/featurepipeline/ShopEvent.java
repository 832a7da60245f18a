package io.sluice.featurepipeline;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Promise;
import java.util.List;

/**
 * A clean behaviour record as it travels through the job: flat, so that Flink's own serializers handle it.
 *
 * @param prices unit prices in minor units; {@link #NO_PRICE} where the event states none
 */
public record ShopEvent(
        boolean promise,
        long timeMillis,
        long arrivalMillis,
        String eventId,
        String user,
        Action action,
        String[] items,
        int[] quantities,
        long[] prices,
        String device)
        implements Timed {
    static final long NO_PRICE = Long.MIN_VALUE;

    static ShopEvent of(Promise promise) {
        long before = promise.getBefore().toEpochMilli();
        return new ShopEvent(true, before, before, "", "", Action.UNKNOWN, new String[0], new int[0], new long[0], "");
    }

    static ShopEvent of(BehaviorEvent event) {
        List<ItemRef> items = event.getItems();
        return new ShopEvent(
                false,
                event.getEventTime().toEpochMilli(),
                event.getArrival().orElseThrow().toEpochMilli(),
                event.getEventId(),
                event.getUserKey(),
                event.getAction(),
                items.stream().map(ItemRef::getItemId).toArray(String[]::new),
                items.stream().mapToInt(ItemRef::getQuantity).toArray(),
                items.stream()
                        .mapToLong(item -> item.getUnitPriceMinor().orElse(NO_PRICE))
                        .toArray(),
                event.getContext().getOrDefault("device", ""));
    }

    /** Whether the shopper did something with the items, and was not only shown them. */
    boolean isInteraction() {
        return switch (action) {
            case CLICK, VIEW, ADD_TO_CART, REMOVE_FROM_CART, CHECKOUT, PURCHASE, REFUND -> true;
            case UNKNOWN, IMPRESSION, SERVED -> false;
        };
    }
}
