package io.sluice.registry;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops of all promotions, as a log. */
final class Freezes {
    private static final Logger log = LoggerFactory.getLogger(Freezes.class);

    private final Database database;
    private final Clock clock;

    Freezes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void record(boolean frozen, Cause cause) {
        database.write(sql -> sql.update(
                "INSERT INTO freezes (id, frozen, moved_by, why, wall_time) VALUES (?, ?, ?, ?, ?)",
                sql.next("freezes", "id"),
                frozen ? 1 : 0,
                cause.by(),
                cause.why(),
                clock.instant()));
        log.info("event=promotions frozen={} by={} why=\"{}\"", frozen, cause.by(), cause.why());
    }

    Optional<Freeze> current() {
        return database.read(Freezes::current);
    }

    List<Freeze> all() {
        return database.read(Freezes::all);
    }

    static Optional<Freeze> current(Sql sql) {
        List<Freeze> all = all(sql);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1)).filter(Freeze::frozen);
    }

    private static List<Freeze> all(Sql sql) {
        return sql.list(
                "SELECT * FROM freezes ORDER BY id",
                row -> new Freeze(
                        row.getInt("frozen") == 1,
                        row.getString("moved_by"),
                        row.getString("why"),
                        Sql.instant(row, "wall_time")));
    }
}
