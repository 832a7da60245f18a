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
 * The body of Google Analytics 4's Measurement Protocol with its recommended e-commerce events (Google, "Recommended
 * events", 2024). {@code user_id} is the user, {@code client_id} who they were before they said so. GA4 has no event ids:
 * {@code params.event_id} is taken if it is there, else the id is a hash of what the event says, so that a client that sends
 * it again repeats it.
 */
final class Ga4Format implements Format {
    private static final Map<String, Action> ACTIONS = Map.of(
            "view_item", Action.VIEW,
            "select_item", Action.CLICK,
            "view_item_list", Action.IMPRESSION,
            "add_to_cart", Action.ADD_TO_CART,
            "remove_from_cart", Action.REMOVE_FROM_CART,
            "begin_checkout", Action.CHECKOUT,
            "purchase", Action.PURCHASE,
            "refund", Action.REFUND);

    @Override
    public List<Incoming> read(JsonNode body, Instant now) {
        List<Incoming> all = new ArrayList<>();
        JsonNode events = body.path("events");
        if (!events.isArray()) {
            return List.of(new Incoming.Wrong(List.of(new FieldError("events", "must be an array of GA4 events"))));
        }
        for (int i = 0; i < events.size(); i++) {
            all.add(one(body, events.get(i), "events[" + i + "]", now));
        }
        return all;
    }

    private static Incoming one(JsonNode body, JsonNode event, String path, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields sender = JsonFields.of(body, "", errors);
        JsonFields json = JsonFields.of(event, path, errors);
        JsonFields params = json.inside("params");

        Optional<String> client = sender.text("client_id");
        Optional<String> user = sender.text("user_id");
        String name = json.required("name");
        if (user.or(() -> client).isEmpty()) {
            sender.wrong("client_id", "is required, or user_id");
        }
        if (!name.isEmpty() && !ACTIONS.containsKey(name)) {
            json.wrong(
                    "name",
                    "is none of the e-commerce events "
                            + ACTIONS.keySet().stream().sorted().toList());
        }
        Optional<String> currency = params.text("currency");
        List<ItemRef> items =
                params.list("items").stream().map(item -> item(item, currency)).toList();
        if (items.isEmpty()) {
            params.wrong("items", "must hold at least one item");
        }
        Instant time = micros(json).or(() -> micros(sender)).orElse(now);
        if (!errors.isEmpty()) {
            return new Incoming.Wrong(errors);
        }
        String key = user.or(() -> client).orElseThrow();
        BehaviorEvent read = BehaviorEvent.newBuilder()
                .setEventId(params.text("event_id").orElseGet(() -> ContentId.of(key, time, event)))
                .setEventTime(time)
                .setUserKey(key)
                .setPreviousUserKey(user.isPresent() ? client.orElse(null) : null)
                .setSessionId(params.text("ga_session_id")
                        .or(() -> params.text("session_id"))
                        .orElse(null))
                .setAction(ACTIONS.get(name))
                .setItems(items)
                .build();
        return new Incoming.Ready(Incoming.Stream.BEHAVIOR, read.getEventId(), key, read);
    }

    private static Optional<Instant> micros(JsonFields json) {
        return json.whole("timestamp_micros").map(micros -> Instant.ofEpochMilli(micros / 1_000));
    }

    private static ItemRef item(JsonFields json, Optional<String> shared) {
        Optional<String> currency = json.text("currency").or(() -> shared);
        return ItemRef.newBuilder()
                .setItemId(json.required("item_id"))
                .setQuantity(json.small("quantity").orElse(1))
                .setUnitPriceMinor(json.price("price", currency).orElse(null))
                .setCurrency(currency.orElse(null))
                // GA4 counts from 0.
                .setPosition(json.small("index").map(index -> index + 1).orElse(null))
                .build();
    }
}
