package io.sluice.ingestion.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Sluice's own records as JSON, field by field as in {@code sluice.avdl}: one object, an array, or {@code {"events": […]}}. */
final class SluiceFormat implements Format {
    private final BiFunction<JsonFields, List<FieldError>, Incoming> record;

    private SluiceFormat(BiFunction<JsonFields, List<FieldError>, Incoming> record) {
        this.record = record;
    }

    static SluiceFormat behavior() {
        return new SluiceFormat(SluiceFormat::behavior);
    }

    static SluiceFormat inventory() {
        return new SluiceFormat(SluiceFormat::inventory);
    }

    @Override
    public List<Incoming> read(JsonNode body, Instant now) {
        List<Incoming> all = new ArrayList<>();
        if (body.isArray() || body.path("events").isArray()) {
            JsonNode events = body.isArray() ? body : body.get("events");
            for (int i = 0; i < events.size(); i++) {
                all.add(one(events.get(i), "events[" + i + "]"));
            }
        } else {
            all.add(one(body, ""));
        }
        return all;
    }

    private Incoming one(JsonNode event, String path) {
        List<FieldError> errors = new ArrayList<>();
        Incoming read = record.apply(JsonFields.of(event, path, errors), errors);
        return errors.isEmpty() ? read : new Incoming.Wrong(errors);
    }

    private static Incoming behavior(JsonFields json, List<FieldError> errors) {
        BehaviorEvent.Builder event = BehaviorEvent.newBuilder()
                .setEventId(json.required("eventId"))
                .setEventTime(eventTime(json))
                .setUserKey(json.required("userKey"))
                .setPreviousUserKey(json.text("previousUserKey").orElse(null))
                .setSessionId(json.text("sessionId").orElse(null))
                .setAction(action(json))
                .setItems(json.list("items").stream().map(SluiceFormat::item).toList())
                .setRequestId(json.text("requestId").orElse(null))
                .setConsent(json.truth("consent").orElse(null))
                .setContext(json.texts("context"));
        if (event.getItems().isEmpty()) {
            json.wrong("items", "must hold at least one item");
        }
        json.nothingElse();
        return errors.isEmpty()
                ? new Incoming.Ready(Incoming.Stream.BEHAVIOR, event.getEventId(), event.getUserKey(), event.build())
                : new Incoming.Wrong(errors);
    }

    private static ItemRef item(JsonFields json) {
        ItemRef item = ItemRef.newBuilder()
                .setItemId(json.required("itemId"))
                .setParentId(json.text("parentId").orElse(null))
                .setQuantity(json.small("quantity").orElse(1))
                .setUnitPriceMinor(json.whole("unitPriceMinor").orElse(null))
                .setCurrency(json.text("currency").orElse(null))
                .setPosition(json.small("position").orElse(null))
                .setPropensity(json.real("propensity").orElse(null))
                .build();
        json.nothingElse();
        return item;
    }

    private static Incoming inventory(JsonFields json, List<FieldError> errors) {
        InventoryEvent.Builder event = InventoryEvent.newBuilder()
                .setEventId(json.required("eventId"))
                .setEventTime(eventTime(json))
                .setItemId(json.required("itemId"))
                .setPriceMinor(json.whole("priceMinor").orElse(null))
                .setCurrency(json.text("currency").orElse(null))
                .setStock(json.small("stock").orElse(null))
                .setAvailable(json.truth("available").orElse(null))
                .setCategoryPath(json.text("categoryPath").orElse(null))
                .setBrand(json.text("brand").orElse(null))
                .setDelisted(json.truth("delisted").orElse(null))
                .setAttributes(json.texts("attributes"));
        json.nothingElse();
        return errors.isEmpty()
                ? new Incoming.Ready(Incoming.Stream.INVENTORY, event.getEventId(), event.getItemId(), event.build())
                : new Incoming.Wrong(errors);
    }

    private static Instant eventTime(JsonFields json) {
        if (!json.has("eventTime")) {
            json.wrong("eventTime", "is required");
        }
        return json.time("eventTime").orElse(Instant.EPOCH);
    }

    private static Action action(JsonFields json) {
        String name = json.required("action");
        Optional<Action> action = Arrays.stream(Action.values())
                .filter(known -> known != Action.UNKNOWN && known.name().equals(name))
                .findFirst();
        if (action.isEmpty() && !name.isEmpty()) {
            json.wrong("action", "is none of " + List.of(Action.values()).subList(1, Action.values().length));
        }
        return action.orElse(Action.UNKNOWN);
    }
}
