package io.sluice.app.importing;

import io.sluice.schemas.Action;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The RecSys Challenge 2015 log (YOOCHOOSE), or the excerpt of it with tabs and seconds. It knows sessions but no users:
 * each session counts as a user. Prices are whole numbers, taken as minor units; 0 means unknown, for quantities too.
 */
final class Yoochoose {
    private Yoochoose() {}

    static List<Source> sources(Folder folder) {
        Optional<Path> clicks = folder.find("yoochoose-clicks.dat");
        return clicks.isPresent() ? original(folder, clicks.get()) : excerpt(folder);
    }

    private static List<Source> original(Folder folder, Path clicks) {
        List<Source> sources = new ArrayList<>();
        sources.add(new Source(
                clicks,
                () -> Rows.bare(clicks, ',', List.of("session", "time", "item", "category")),
                Yoochoose::click));
        folder.find("yoochoose-buys.dat")
                .ifPresent(buys -> sources.add(new Source(
                        buys,
                        () -> Rows.bare(buys, ',', List.of("session", "time", "item", "price", "quantity")),
                        Yoochoose::buy)));
        return sources;
    }

    private static List<Source> excerpt(Folder folder) {
        return folder.all(".tsv").stream()
                .map(file -> new Source(file, () -> Rows.headed(file, '\t'), Yoochoose::excerptClick))
                .toList();
    }

    private static void click(Line line, Desk desk) {
        put(line, desk, "clicks", Action.CLICK, Mapping.TimeUnit.ISO.read(line.get("time")), line.get("session"));
    }

    private static void buy(Line line, Desk desk) {
        put(line, desk, "buys", Action.PURCHASE, Mapping.TimeUnit.ISO.read(line.get("time")), line.get("session"));
    }

    private static void excerptClick(Line line, Desk desk) {
        put(line, desk, "clicks", Action.CLICK, Mapping.TimeUnit.S.read(line.get("Time")), line.get("SessionId"));
    }

    private static void put(Line line, Desk desk, String file, Action action, Optional<Instant> time, String session) {
        String item = line.get("item") + line.get("ItemId");
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
        } else if (item.isEmpty()) {
            desk.skip(Skip.NO_ITEM);
        } else if (session.isEmpty()) {
            desk.skip(Skip.NO_USER);
        } else {
            int quantity = Math.max(1, Desk.quantity(line.get("quantity")));
            Optional<Long> price = Optional.of(line.get("price"))
                    .filter(text -> !text.isEmpty() && !text.equals("0"))
                    .map(Long::valueOf);
            String id = desk.idOf(file, line);
            desk.behavior(id, time.get(), session, session, action, desk.item(item, quantity, price));
        }
    }
}
