package io.sluice.app.bench.gate;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryFact;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the tables would hold of a simulated shop without faults: read straight from its deliveries, without engines, so
 * that campaigns over many shops are affordable.
 */
final class SimulatedShop {
    private static final ShopConfig.Faults NONE =
            new ShopConfig.Faults(0, 0, Duration.ofHours(1), 0, 0, Duration.ofMinutes(5), 0);

    private final ShopConfig config;
    private final List<Interaction> rows = new ArrayList<>();
    private final List<InventoryFact> facts = new ArrayList<>();
    private final Map<String, String> categories = new HashMap<>();

    private SimulatedShop(ShopConfig config) {
        this.config = config;
        WireCodec codec = new WireCodec();
        for (Iterator<Delivery> deliveries = new Shop(config).deliveries(); deliveries.hasNext(); ) {
            Object event = codec.decode(deliveries.next().value()).match(record -> record, (reason, detail) -> {
                throw new IllegalStateException("a shop without faults sent " + reason + ": " + detail);
            });
            if (event instanceof InventoryEvent change) {
                take(change);
            } else if (event instanceof BehaviorEvent deed
                    && deed.getAction() != Action.IMPRESSION
                    && deed.getAction() != Action.SERVED) {
                deed.getItems().forEach(item -> take(deed, item));
            }
        }
    }

    /** A shop of some weeks. */
    static SimulatedShop of(long seed, int days, int shoppers, int items, int sessionsPerDay) {
        return new SimulatedShop(
                new ShopConfig(seed, ShopConfig.DEFAULTS.start(), days, shoppers, items, sessionsPerDay, NONE));
    }

    ShopConfig config() {
        return config;
    }

    Instant start() {
        return config.start();
    }

    Interactions interactions() {
        return Interactions.of(rows);
    }

    List<Interaction> rows() {
        return List.copyOf(rows);
    }

    InventoryTimeline inventory() {
        return InventoryTimeline.of(facts);
    }

    private void take(InventoryEvent change) {
        change.getCategoryPath().ifPresent(path -> categories.put(change.getItemId(), path));
        facts.add(new InventoryFact(
                change.getEventId(),
                change.getEventTime(),
                change.getEventTime(),
                change.getItemId(),
                change.getPriceMinor().map(OptionalLong::of).orElse(OptionalLong.empty()),
                change.getStock().map(OptionalInt::of).orElse(OptionalInt.empty()),
                change.getAvailable(),
                change.getCategoryPath(),
                change.getBrand(),
                change.getDelisted()));
    }

    private void take(BehaviorEvent deed, ItemRef item) {
        rows.add(new Interaction(
                deed.getEventId(),
                0,
                deed.getEventTime(),
                deed.getEventTime(),
                deed.getUserKey(),
                deed.getSessionId().orElseThrow(),
                deed.getAction(),
                item.getItemId(),
                item.getQuantity(),
                item.getUnitPriceMinor().map(OptionalLong::of).orElse(OptionalLong.empty()),
                Optional.empty(),
                OptionalInt.empty(),
                categories.getOrDefault(item.getItemId(), ""),
                deed.getContext().getOrDefault("device", "")));
    }
}
