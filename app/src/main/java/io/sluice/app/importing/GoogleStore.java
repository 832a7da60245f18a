package io.sluice.app.importing;

import io.sluice.schemas.Action;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real shop's log with shown lists and stated stock; prices in major units, times in epoch milliseconds. */
final class GoogleStore {
    private static final Map<String, Action> ACTIONS = Map.of(
            "click", Action.CLICK,
            "view", Action.VIEW,
            "addtocart", Action.ADD_TO_CART,
            "removefromcart", Action.REMOVE_FROM_CART,
            "checkout", Action.CHECKOUT,
            "purchase", Action.PURCHASE);

    private GoogleStore() {}

    static List<Source> sources(Folder folder) {
        return List.of(
                Source.headed(folder.need("inventory.csv"), GoogleStore::inventory),
                Source.headed(folder.need("impressions.csv"), GoogleStore::impression),
                Source.headed(folder.need("events.csv"), GoogleStore::event));
    }

    private static void event(Line line, Desk desk) {
        Optional<Instant> time = Mapping.TimeUnit.MS.read(line.get("ts"));
        Action action = ACTIONS.getOrDefault(line.get("event"), Action.UNKNOWN);
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
        } else if (action == Action.UNKNOWN) {
            desk.skip(Skip.UNKNOWN_ACTION);
        } else if (line.get("item_id").isEmpty()) {
            desk.skip(Skip.NO_ITEM);
        } else if (line.get("visitor").isEmpty()) {
            desk.skip(Skip.NO_USER);
        } else if (action == Action.PURCHASE && line.get("revenue").isEmpty()) {
            desk.skip(Skip.REPEATED_PURCHASE_LINE);
        } else {
            desk.behavior(
                    desk.idOf("events", line),
                    time.get(),
                    line.get("visitor"),
                    line.get("session"),
                    action,
                    List.of(item(line, desk)),
                    context(line));
        }
    }

    private static ItemRef item(Line line, Desk desk) {
        ItemRef item = desk.item(line.get("item_id"), Desk.quantity(line.get("qty")), Desk.minor(line.get("price")));
        String position = line.get("position");
        // 0 stands for "not in a list".
        return position.isEmpty() || position.equals("0")
                ? item
                : ItemRef.newBuilder(item)
                        .setPosition(Integer.valueOf(position))
                        .build();
    }

    private static Map<String, String> context(Line line) {
        Map<String, String> context = new HashMap<>();
        if (!line.get("list").isEmpty()) {
            context.put("list", line.get("list"));
        }
        if (!line.get("order_id").isEmpty()) {
            context.put("order", line.get("order_id"));
        }
        return context;
    }

    private static void impression(Line line, Desk desk) {
        Optional<Instant> time = Mapping.TimeUnit.MS.read(line.get("ts"));
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
        } else if (line.get("shown").isEmpty()) {
            desk.skip(Skip.NO_ITEM);
        } else if (line.get("visitor").isEmpty()) {
            desk.skip(Skip.NO_USER);
        } else {
            desk.behavior(
                    desk.idOf("impressions", line),
                    time.get(),
                    line.get("visitor"),
                    line.get("session"),
                    Action.IMPRESSION,
                    shown(line.get("shown")),
                    Map.of("list", line.get("list")));
        }
    }

    private static List<ItemRef> shown(String text) {
        List<ItemRef> items = new ArrayList<>();
        for (String place : text.split(" ")) {
            int colon = place.indexOf(':');
            if (colon < 1) {
                throw new NumberFormatException("a shown list reads item:position …, got " + place);
            }
            items.add(ItemRef.newBuilder()
                    .setItemId(place.substring(0, colon))
                    .setPosition(Integer.valueOf(place.substring(colon + 1)))
                    .build());
        }
        return items;
    }

    private static void inventory(Line line, Desk desk) {
        Optional<Instant> time = Mapping.TimeUnit.MS.read(line.get("ts"));
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
            return;
        }
        if (line.get("item_id").isEmpty()) {
            desk.skip(Skip.NO_ITEM);
            return;
        }
        InventoryEvent.Builder event = InventoryEvent.newBuilder()
                .setEventId(desk.idOf("inventory", line))
                .setEventTime(time.get())
                .setItemId(line.get("item_id"));
        String value = line.get("value");
        switch (line.get("property")) {
            case "available" ->
                desk.inventory(event.setAvailable(value.equals("1")).build());
            case "price" ->
                desk.inventory(event.setPriceMinor(
                                Desk.minor(value).orElseThrow(() -> new NumberFormatException("an empty price")))
                        .setCurrency(desk.currency())
                        .build());
            case "category" ->
                desk.inventory(
                        event.setCategoryPath(value.replaceAll("/+$", "")).build());
            default -> desk.skip(Skip.UNUSED_PROPERTY);
        }
    }
}
