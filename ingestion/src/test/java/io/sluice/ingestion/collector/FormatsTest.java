package io.sluice.ingestion.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void shouldReadSluicesOwnRecords() {
        Incoming.Ready ready = ready(
                SluiceFormat.behavior(),
                """
                {"eventId": "e1", "eventTime": "2026-03-01T12:00:00+01:00", "userKey": "u", "previousUserKey": "v",
                 "sessionId": "s", "action": "ADD_TO_CART", "consent": true, "context": {"device": "mobile"},
                 "items": [{"itemId": "i", "quantity": 2, "unitPriceMinor": 1699, "currency": "EUR", "position": 1,
                            "propensity": 0.5}]}""");

        BehaviorEvent event = (BehaviorEvent) ready.event();
        assertThat(event.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(event.getAction()).isEqualTo(Action.ADD_TO_CART);
        assertThat(event.getPreviousUserKey()).contains("v");
        assertThat(event.getItems().get(0).getUnitPriceMinor()).contains(1699L);
        assertThat(ready.key()).isEqualTo("u");
    }

    @Test
    void shouldReadAnInventoryEvent() {
        Incoming.Ready ready = ready(
                SluiceFormat.inventory(),
                "{\"eventId\": \"e1\", \"eventTime\": 1772366400000, \"itemId\": \"i\", \"priceMinor\": 100, \"stock\": 0}");

        assertThat(((InventoryEvent) ready.event()).getEventTime()).isEqualTo(NOW);
        assertThat(ready.stream()).isEqualTo(Incoming.Stream.INVENTORY);
    }

    @Test
    void shouldNameEveryFieldThatIsWrongByItsPath() {
        List<Incoming> read = read(
                SluiceFormat.behavior(),
                """
                [{"eventId": "e1", "eventTime": "noon", "userKey": "u", "action": "STARE", "itmes": [],
                  "items": [{"itemId": "i"}, {"itemId": "j", "quantity": "two", "unitPriceMinor": 16.99}]}]""");

        assertThat(errors(read.get(0)))
                .extracting(FieldError::path)
                .containsExactlyInAnyOrder(
                        "events[0].eventTime",
                        "events[0].action",
                        "events[0].items[1].quantity",
                        "events[0].items[1].unitPriceMinor",
                        "events[0].itmes");
    }

    @ParameterizedTest
    @CsvSource({
        "view_item, VIEW",
        "select_item, CLICK",
        "view_item_list, IMPRESSION",
        "add_to_cart, ADD_TO_CART",
        "remove_from_cart, REMOVE_FROM_CART",
        "begin_checkout, CHECKOUT",
        "purchase, PURCHASE",
        "refund, REFUND"
    })
    void shouldKnowTheNamesOfGa4(String name, Action action) {
        Incoming.Ready ready = ready(new Ga4Format(), ga4(name));

        BehaviorEvent event = (BehaviorEvent) ready.event();
        assertThat(event.getAction()).isEqualTo(action);
        assertThat(event.getUserKey()).isEqualTo("alice");
        assertThat(event.getPreviousUserKey()).contains("browser-1");
        assertThat(event.getSessionId()).contains("77");
        assertThat(event.getEventTime()).isEqualTo(Instant.ofEpochMilli(1_772_366_400_000L));
        ItemRef item = event.getItems().get(0);
        assertThat(item.getItemId()).isEqualTo("SKU_1");
        assertThat(item.getUnitPriceMinor()).contains(1000L);
        assertThat(item.getCurrency()).contains("JPY");
        assertThat(item.getPosition()).contains(1);
    }

    @Test
    void shouldNameARepeatedGa4EventTheSame() {
        assertThat(ready(new Ga4Format(), ga4("view_item")).eventId())
                .isEqualTo(ready(new Ga4Format(), ga4("view_item")).eventId())
                .isNotEqualTo(ready(new Ga4Format(), ga4("select_item")).eventId());
    }

    @ParameterizedTest
    @CsvSource({
        "Product List Viewed, IMPRESSION",
        "Product Clicked, CLICK",
        "Product Viewed, VIEW",
        "Product Added, ADD_TO_CART",
        "Product Removed, REMOVE_FROM_CART",
        "Checkout Started, CHECKOUT",
        "Order Completed, PURCHASE",
        "Order Refunded, REFUND"
    })
    void shouldKnowTheNamesOfSegment(String name, Action action) {
        Incoming.Ready ready = ready(
                new SegmentFormat(),
                """
                {"type": "track", "event": "%s", "messageId": "m1", "anonymousId": "a", "userId": "u",
                 "timestamp": "2026-03-01T12:00:00.000Z",
                 "properties": {"currency": "EUR", "products": [{"product_id": "p", "price": 19.99, "quantity": 3}]}}"""
                        .formatted(name));

        BehaviorEvent event = (BehaviorEvent) ready.event();
        assertThat(event.getEventId()).isEqualTo("m1");
        assertThat(event.getAction()).isEqualTo(action);
        assertThat(event.getPreviousUserKey()).contains("a");
        assertThat(event.getItems().get(0).getUnitPriceMinor()).contains(1999L);
        assertThat(event.getItems().get(0).getQuantity()).isEqualTo(3);
    }

    @Test
    void shouldReadASegmentBatchAndASingleProductInItsProperties() {
        List<Incoming> read = read(
                new SegmentFormat(),
                """
                {"batch": [
                  {"type": "identify", "event": "Product Viewed", "messageId": "m0", "userId": "u"},
                  {"type": "track", "event": "Product Viewed", "messageId": "m1", "anonymousId": "a",
                   "properties": {"product_id": "p", "price": "5"}}]}""");

        assertThat(errors(read.get(0)))
                .extracting(FieldError::path)
                .contains("batch[0].type", "batch[0].properties.product_id");
        assertThat(errors(read.get(1))).isEmpty();
    }

    private static String ga4(String name) {
        return """
                {"client_id": "browser-1", "user_id": "alice", "timestamp_micros": 1772366400000000,
                 "events": [{"name": "%s", "params": {"ga_session_id": 77, "currency": "JPY",
                   "items": [{"item_id": "SKU_1", "price": 1000, "quantity": 1, "index": 0, "item_brand": "x"}]}}]}"""
                .formatted(name);
    }

    private static Incoming.Ready ready(Format format, String json) {
        return read(format, json).get(0).match(ready -> ready, wrong -> {
            throw new AssertionError(wrong.errors());
        });
    }

    private static List<FieldError> errors(Incoming event) {
        return event.match(ready -> List.of(), Incoming.Wrong::errors);
    }

    private static List<Incoming> read(Format format, String json) {
        try {
            return format.read(new ObjectMapper().readTree(json), NOW);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
