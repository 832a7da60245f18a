package io.sluice.app.importing;

import io.sluice.schemas.Action;
import io.sluice.schemas.InventoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RetailRocket's data set in its original layout: neither file is sorted by time, there are no sessions or prices. */
final class RetailRocket {
    private static final Map<String, Action> ACTIONS =
            Map.of("view", Action.VIEW, "addtocart", Action.ADD_TO_CART, "transaction", Action.PURCHASE);
    private static final int DEEPEST = 32;

    private final Map<String, String> parents;

    private RetailRocket(Map<String, String> parents) {
        this.parents = parents;
    }

    static List<Source> sources(Folder folder) {
        RetailRocket format = new RetailRocket(
                folder.find("category_tree.csv").map(RetailRocket::tree).orElse(Map.of()));
        return List.of(
                Source.headed(folder.need("item_properties_part1.csv"), format::property),
                Source.headed(folder.need("item_properties_part2.csv"), format::property),
                Source.headed(folder.need("events.csv"), RetailRocket::event));
    }

    private static Map<String, String> tree(Path file) {
        Map<String, String> parents = new HashMap<>();
        try (Rows rows = Rows.headed(file, ',')) {
            rows.forEachRemaining(line -> parents.put(line.get("categoryid"), line.get("parentid")));
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
        return parents;
    }

    private static void event(Line line, Desk desk) {
        Optional<Instant> time = Mapping.TimeUnit.MS.read(line.get("timestamp"));
        Action action = ACTIONS.getOrDefault(line.get("event"), Action.UNKNOWN);
        String item = line.get("itemid");
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
        } else if (action == Action.UNKNOWN) {
            desk.skip(Skip.UNKNOWN_ACTION);
        } else if (item.isEmpty()) {
            desk.skip(Skip.NO_ITEM);
        } else if (line.get("visitorid").isEmpty()) {
            desk.skip(Skip.NO_USER);
        } else {
            String user = line.get("visitorid");
            desk.behavior(
                    desk.idOf("events", line), time.get(), user, "", action, desk.item(item, 1, Optional.empty()));
        }
    }

    private void property(Line line, Desk desk) {
        Optional<Instant> time = Mapping.TimeUnit.MS.read(line.get("timestamp"));
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
            return;
        }
        if (line.get("itemid").isEmpty()) {
            desk.skip(Skip.NO_ITEM);
            return;
        }
        InventoryEvent.Builder event = InventoryEvent.newBuilder()
                .setEventId(desk.idOf("properties", line))
                .setEventTime(time.get())
                .setItemId(line.get("itemid"));
        switch (line.get("property")) {
            case "available" ->
                desk.inventory(event.setAvailable(line.get("value").equals("1")).build());
            case "categoryid" ->
                desk.inventory(event.setCategoryPath(path(line.get("value"))).build());
            default -> desk.skip(Skip.UNUSED_PROPERTY);
        }
    }

    private String path(String category) {
        StringBuilder path = new StringBuilder(category);
        String parent = parents.getOrDefault(category, "");
        // Bounded, since nothing in the file rules out a circle.
        for (int depth = 0; !parent.isEmpty() && depth < DEEPEST; depth++) {
            path.insert(0, parent + "/");
            parent = parents.getOrDefault(parent, "");
        }
        return path.toString();
    }
}
