package io.sluice.featurepipeline;

import io.sluice.features.Deed;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Promise;
import java.util.List;

/**
 * A clean behaviour record as it travels through the job: flat, so that Flink's own serializers handle it.
 *
 * @param quantities by item; empty for a list that was shown
 * @param prices unit prices in minor units by item; {@link #NO_PRICE} where the event states none; empty for a list
 * @param positions places in the list that was shown, from 1; empty for what is no list
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
        int[] positions,
        String device,
        int partition,
        long offset)
        implements Timed {
    static final long NO_PRICE = Deed.NO_PRICE;

    static ShopEvent of(Promise promise, int partition, long offset) {
        long before = promise.getBefore().toEpochMilli();
        return new ShopEvent(
                true,
                before,
                before,
                "",
                "",
                Action.UNKNOWN,
                new String[0],
                new int[0],
                new long[0],
                new int[0],
                "",
                partition,
                offset);
    }

    static ShopEvent of(BehaviorEvent event, int partition, long offset) {
        List<ItemRef> items = event.getItems();
        boolean list = event.getAction() == Action.IMPRESSION || event.getAction() == Action.SERVED;
        return new ShopEvent(
                false,
                event.getEventTime().toEpochMilli(),
                event.getArrival().orElseThrow().toEpochMilli(),
                event.getEventId(),
                event.getUserKey(),
                event.getAction(),
                items.stream().map(ItemRef::getItemId).toArray(String[]::new),
                list
                        ? new int[0]
                        : items.stream().mapToInt(ItemRef::getQuantity).toArray(),
                list ? new long[0] : prices(items),
                list ? positions(items) : new int[0],
                event.getContext().getOrDefault("device", ""),
                partition,
                offset);
    }

    private static long[] prices(List<ItemRef> items) {
        return items.stream()
                .mapToLong(item -> item.getUnitPriceMinor().orElse(NO_PRICE))
                .toArray();
    }

    /** As stated, else in the order of the list. */
    private static int[] positions(List<ItemRef> items) {
        int[] positions = new int[items.size()];
        for (int at = 0; at < positions.length; at++) {
            positions[at] =
                    items.get(at).getPosition().filter(stated -> stated >= 1).orElse(at + 1);
        }
        return positions;
    }

    /** Whether the shopper did something with the items, and was not only shown them. */
    boolean isInteraction() {
        return switch (action) {
            case CLICK, VIEW, ADD_TO_CART, REMOVE_FROM_CART, CHECKOUT, PURCHASE, REFUND -> true;
            case UNKNOWN, IMPRESSION, SERVED -> false;
        };
    }

    /** Whether this is a list that a shopper certainly saw; what was served and not confirmed is none. */
    boolean isImpression() {
        return action == Action.IMPRESSION;
    }
}
