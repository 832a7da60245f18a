package io.sluice.app.importing;

import io.sluice.schemas.Action;
import io.sluice.schemas.InventoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * REES46's monthly files. Stock is not told, so an item counts as available from the first time it is seen; price,
 * category and brand are told when they are first seen or differ. Remembers one entry per item.
 */
final class Rees46 {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'");
    private static final Map<String, Action> ACTIONS = Map.of(
            "view", Action.VIEW,
            "cart", Action.ADD_TO_CART,
            "remove_from_cart", Action.REMOVE_FROM_CART,
            "purchase", Action.PURCHASE);

    private record Entry(String category, String brand, Optional<Long> priceMinor) {}

    private final Map<String, Entry> known = new HashMap<>();

    private Rees46() {}

    static List<Source> sources(Folder folder) {
        Rees46 format = new Rees46();
        // By their first time, since month names do not sort.
        return folder.all(".csv").stream()
                .sorted(Comparator.comparing(Rees46::begins))
                .map(file -> Source.headed(file, format::read))
                .toList();
    }

    private static Instant begins(Path file) {
        try (Rows rows = Rows.headed(file, ',')) {
            return rows.hasNext() ? time(rows.next().get("event_time")).orElse(Instant.MAX) : Instant.MAX;
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private void read(Line line, Desk desk) {
        Optional<Instant> time = time(line.get("event_time"));
        Action action = ACTIONS.getOrDefault(line.get("event_type"), Action.UNKNOWN);
        String item = line.get("product_id");
        String user = line.get("user_id");
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
        } else if (action == Action.UNKNOWN) {
            desk.skip(Skip.UNKNOWN_ACTION);
        } else if (item.isEmpty()) {
            desk.skip(Skip.NO_ITEM);
        } else if (user.isEmpty()) {
            desk.skip(Skip.NO_USER);
        } else {
            Entry entry = new Entry(category(line), line.get("brand"), Desk.minor(line.get("price")));
            String id = desk.idOf("events", line);
            Entry before = known.put(item, entry);
            if (!entry.equals(before)) {
                tell(id, time.get(), item, entry, desk);
            }
            desk.behavior(id, time.get(), user, line.get("user_session"), action, desk.item(item, 1, entry.priceMinor));
        }
    }

    private static String category(Line line) {
        String code = line.get("category_code");
        return code.isEmpty() ? line.get("category_id") : code.replace('.', '/');
    }

    private static void tell(String id, Instant time, String item, Entry entry, Desk desk) {
        InventoryEvent.Builder event = InventoryEvent.newBuilder()
                .setEventId(id)
                .setEventTime(time)
                .setItemId(item)
                .setAvailable(true);
        if (!entry.category.isEmpty()) {
            event.setCategoryPath(entry.category);
        }
        if (!entry.brand.isEmpty()) {
            event.setBrand(entry.brand);
        }
        entry.priceMinor.ifPresent(price -> event.setPriceMinor(price).setCurrency(desk.currency()));
        desk.inventory(event.build());
    }
}
