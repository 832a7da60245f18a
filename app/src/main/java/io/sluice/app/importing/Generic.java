package io.sluice.app.importing;

import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Any log, through a {@link Mapping}. */
final class Generic {
    private final Mapping mapping;

    private Generic(ImportOptions options) {
        this.mapping = options.mapping()
                .orElseThrow(() -> new IllegalArgumentException("csv and jsonl need a mapping, as in"
                        + " time=ts,user=visitor,item=item_id,action=event;time-unit=ms;actions=view:VIEW"));
    }

    static List<Source> csv(Folder folder, ImportOptions options) {
        Generic format = new Generic(options);
        return folder.all(".csv").stream()
                .map(file -> Source.headed(file, format::read))
                .toList();
    }

    static List<Source> jsonl(Folder folder, ImportOptions options) {
        Generic format = new Generic(options);
        return folder.all(".jsonl", ".ndjson").stream()
                .map(file -> new Source(file, () -> Rows.json(file), format::read))
                .toList();
    }

    private void read(Line line, Desk desk) {
        Optional<Instant> time = mapping.unit().read(value(line, "time"));
        Optional<Action> action = mapping.action(value(line, "action"));
        String user = value(line, "user");
        String item = value(line, "item");
        if (time.isEmpty()) {
            desk.skip(Skip.BAD_TIME);
        } else if (action.isEmpty()) {
            desk.skip(Skip.UNKNOWN_ACTION);
        } else if (item.isEmpty()) {
            desk.skip(Skip.NO_ITEM);
        } else if (user.isEmpty()) {
            desk.skip(Skip.NO_USER);
        } else {
            String id = value(line, "id");
            int quantity = Desk.quantity(value(line, "quantity"));
            Optional<Long> price = Desk.minor(value(line, "price"));
            desk.behavior(
                    id.isEmpty() ? desk.idOf("events", line) : id,
                    time.get(),
                    user,
                    value(line, "session"),
                    action.get(),
                    desk.item(item, quantity, price));
        }
    }

    private String value(Line line, String meaning) {
        String column = mapping.columns().getOrDefault(meaning, "");
        return column.isEmpty() ? "" : line.get(column);
    }
}
