package io.sluice.ingestion;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Parsed;
import io.sluice.schemas.RejectReason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules an event must keep, whoever sent it. Pure. */
final class Validation {
    /** Before online shops: a second-for-millisecond mix-up. */
    private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final IngestionConfig config;

    Validation(IngestionConfig config) {
        this.config = config;
    }

    /**
     * @param arrival when the edge first saw the event
     * @param promised the partition's promise so far; nothing older may follow
     */
    Parsed<BehaviorEvent> check(BehaviorEvent event, Instant arrival, Instant promised) {
        return identity(event.getEventId(), "userKey", event.getUserKey())
                .or(() -> event.getPreviousUserKey().flatMap(key -> id("previousUserKey", key)))
                .or(() -> items(event))
                .or(() -> text("sessionId", event.getSessionId()))
                .or(() -> text("requestId", event.getRequestId()))
                .or(() -> entries("context", event.getContext()))
                .or(() -> time(event.getEventTime(), arrival, promised))
                .<Parsed<BehaviorEvent>>map(problem -> new Parsed.Rejected<>(problem.reason, problem.detail))
                .orElseGet(() -> new Parsed.Ok<>(event));
    }

    /** As {@link #check(BehaviorEvent, Instant, Instant)}, for items. */
    Parsed<InventoryEvent> check(InventoryEvent event, Instant arrival, Instant promised) {
        return identity(event.getEventId(), "itemId", event.getItemId())
                .or(() -> price("priceMinor", event.getPriceMinor()))
                .or(() -> currency("currency", event.getCurrency()))
                .or(() -> text("categoryPath", event.getCategoryPath()))
                .or(() -> text("brand", event.getBrand()))
                .or(() -> entries("attributes", event.getAttributes()))
                .or(() -> event.getStock()
                        .filter(stock -> stock < 0)
                        .map(stock -> outOfRange("stock", stock, "must not be negative")))
                .or(() -> time(event.getEventTime(), arrival, promised))
                .<Parsed<InventoryEvent>>map(problem -> new Parsed.Rejected<>(problem.reason, problem.detail))
                .orElseGet(() -> new Parsed.Ok<>(event));
    }

    private Optional<Problem> identity(String eventId, String subjectField, String subject) {
        return id("eventId", eventId).or(() -> id(subjectField, subject));
    }

    private Optional<Problem> id(String field, String id) {
        return id.isBlank() ? Optional.of(missing(field)) : text(field, id);
    }

    /** Control characters have no place in a name; one of them, zero, marks ingestion's own keys. */
    private Optional<Problem> text(String field, String text) {
        if (text.length() > config.maxTextLength()) {
            return Optional.of(outOfRange(
                    field,
                    text.length() + " characters long",
                    "may have at most " + config.maxTextLength() + " (ingestion.max-text-length)"));
        }
        return text.chars().anyMatch(Character::isISOControl)
                ? Optional.of(outOfRange(field, "text with control characters", "they are not allowed; remove them"))
                : Optional.empty();
    }

    private Optional<Problem> text(String field, Optional<String> text) {
        return text.flatMap(present -> text(field, present));
    }

    private Optional<Problem> entries(String field, Map<String, String> entries) {
        if (entries.size() > config.maxContextEntries()) {
            return Optional.of(outOfRange(
                    field,
                    entries.size() + " entries",
                    "may hold at most " + config.maxContextEntries() + " (ingestion.max-context-entries)"));
        }
        return entries.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .map(text -> text(field, text))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Problem> currency(String field, Optional<String> currency) {
        return currency.filter(code -> !CURRENCY.matcher(code).matches())
                .map(code -> outOfRange(field, "no ISO 4217 code", "must be three capital letters, as EUR"));
    }

    private Optional<Problem> items(BehaviorEvent event) {
        if (event.getAction() == Action.UNKNOWN) {
            return Optional.of(new Problem(
                    RejectReason.UNKNOWN_ACTION,
                    "action is none of this version's; map it to one of Action's symbols"));
        }
        if (event.getItems().isEmpty()) {
            return Optional.of(missing("items"));
        }
        if (event.getItems().size() > config.maxListLength()) {
            return Optional.of(outOfRange(
                    "items",
                    event.getItems().size() + " entries",
                    "may hold at most " + config.maxListLength() + " (ingestion.max-list-length)"));
        }
        return event.getItems().stream()
                .map(this::item)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Problem> item(ItemRef item) {
        return id("items.itemId", item.getItemId())
                .or(() -> item.getParentId().flatMap(id -> id("items.parentId", id)))
                .or(() -> quantity(item.getQuantity()))
                .or(() -> price("items.unitPriceMinor", item.getUnitPriceMinor()))
                .or(() -> currency("items.currency", item.getCurrency()))
                .or(() -> item.getPosition()
                        .filter(position -> position < 1)
                        .map(position -> outOfRange("items.position", position, "counts from 1")))
                .or(() -> item.getPropensity()
                        .filter(propensity -> !(propensity > 0 && propensity <= 1))
                        .map(propensity -> outOfRange("items.propensity", propensity, "must lie in (0, 1]")));
    }

    private Optional<Problem> quantity(int quantity) {
        return quantity >= 1 && quantity <= config.maxQuantity()
                ? Optional.empty()
                : Optional.of(outOfRange(
                        "items.quantity",
                        quantity,
                        "must be 1 to " + config.maxQuantity() + " (ingestion.max-quantity)"));
    }

    private Optional<Problem> price(String field, Optional<Long> minor) {
        return minor.filter(price -> price < 0 || price > config.maxPriceMinor())
                .map(price -> outOfRange(
                        field, price, "must be 0 to " + config.maxPriceMinor() + " (ingestion.max-price-minor)"));
    }

    private Optional<Problem> time(Instant eventTime, Instant arrival, Instant promised) {
        if (eventTime.isBefore(EARLIEST)) {
            return Optional.of(
                    outOfRange("eventTime", eventTime, "must be after " + EARLIEST + ", in milliseconds UTC"));
        }
        if (eventTime.isAfter(arrival.plus(config.futureSkew()))) {
            return Optional.of(new Problem(
                    RejectReason.FUTURE_TIME,
                    "eventTime " + eventTime + " lies more than " + config.futureSkew() + " after its arrival "
                            + arrival + "; set the producer's clock"));
        }
        if (eventTime.isBefore(arrival.minus(config.lateness()))) {
            return Optional.of(new Problem(
                    RejectReason.TOO_LATE,
                    "eventTime " + eventTime + " lies more than " + config.lateness() + " before its arrival " + arrival
                            + " (ingestion.lateness)"));
        }
        return eventTime.isBefore(promised)
                ? Optional.of(new Problem(
                        RejectReason.TOO_LATE,
                        "eventTime " + eventTime + " lies before " + promised
                                + ", from which on its partition was promised complete"))
                : Optional.empty();
    }

    private static Problem missing(String field) {
        return new Problem(RejectReason.MISSING_FIELD, field + " is empty; it is required");
    }

    private static Problem outOfRange(String field, Object value, String rule) {
        return new Problem(RejectReason.OUT_OF_RANGE, field + " is " + value + ", but " + rule);
    }

    private record Problem(RejectReason reason, String detail) {}
}
