package io.sluice.ingestion.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.ItemRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Segment's {@code track} calls with the events of its e-commerce specification (Segment, "V2 Ecommerce Events Spec", 2024),
 * single or as {@code {"batch": […]}}. {@code messageId} is the identity; {@code anonymousId} who the user was before.
 */
final class SegmentFormat implements Format {
    private static final Map<String, Action> ACTIONS = Map.of(
            "Product List Viewed", Action.IMPRESSION,
            "Product Clicked", Action.CLICK,
            "Product Viewed", Action.VIEW,
            "Product Added", Action.ADD_TO_CART,
            "Product Removed", Action.REMOVE_FROM_CART,
            "Checkout Started", Action.CHECKOUT,
            "Order Completed", Action.PURCHASE,
            "Order Refunded", Action.REFUND);

    @Override
    public List<Incoming> read(JsonNode body, Instant now) {
        JsonNode batch = body.path("batch");
        if (!batch.isArray()) {
            return List.of(one(body, "", now));
        }
        List<Incoming> all = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            all.add(one(batch.get(i), "batch[" + i + "]", now));
        }
        return all;
    }

    private static Incoming one(JsonNode call, String path, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields json = JsonFields.of(call, path, errors);
        JsonFields properties = json.inside("properties");

        Optional<String> anonymous = json.text("anonymousId");
        Optional<String> user = json.text("userId");
        if (user.or(() -> anonymous).isEmpty()) {
            json.wrong("anonymousId", "is required, or userId");
        }
        if (!json.text("type").orElse("track").equals("track")) {
            json.wrong("type", "must be track; other calls say nothing about items");
        }
        String name = json.required("event");
        if (!name.isEmpty() && !ACTIONS.containsKey(name)) {
            json.wrong(
                    "event",
                    "is none of the e-commerce events "
                            + ACTIONS.keySet().stream().sorted().toList());
        }
        String messageId = json.required("messageId");
        Instant time =
                json.time("timestamp").or(() -> json.time("originalTimestamp")).orElse(now);
        Optional<String> currency = properties.text("currency");
        List<ItemRef> items = properties.has("products")
                ? properties.list("products").stream()
                        .map(item -> item(item, currency))
                        .toList()
                : List.of(item(properties, currency));
        if (items.isEmpty()) {
            properties.wrong("products", "must hold at least one product");
        }
        if (!errors.isEmpty()) {
            return new Incoming.Wrong(errors);
        }
        String key = user.or(() -> anonymous).orElseThrow();
        BehaviorEvent read = BehaviorEvent.newBuilder()
                .setEventId(messageId)
                .setEventTime(time)
                .setUserKey(key)
                .setPreviousUserKey(user.isPresent() ? anonymous.orElse(null) : null)
                .setAction(ACTIONS.get(name))
                .setItems(items)
                .build();
        return new Incoming.Ready(Incoming.Stream.BEHAVIOR, messageId, key, read);
    }

    private static ItemRef item(JsonFields json, Optional<String> shared) {
        Optional<String> currency = json.text("currency").or(() -> shared);
        return ItemRef.newBuilder()
                .setItemId(json.required("product_id"))
                .setQuantity(json.small("quantity").orElse(1))
                .setUnitPriceMinor(json.price("price", currency).orElse(null))
                .setCurrency(currency.orElse(null))
                .setPosition(json.small("position").orElse(null))
                .build();
    }
}
