package io.sluice.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The registered models by name. */
final class Models {
    private final Database database;
    private final Clock clock;

    Models(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Returns whether the model is new. */
    boolean create(String name) {
        requireName(name);
        return database.write(sql -> create(sql, name, clock.instant()));
    }

    Optional<RegisteredModel> find(String name) {
        return database.read(sql -> find(sql, name));
    }

    List<RegisteredModel> all() {
        return database.read(
                sql -> sql.list("SELECT name FROM models ORDER BY name", row -> row.getString("name")).stream()
                        .flatMap(name -> find(sql, name).stream())
                        .toList());
    }

    void tag(String name, String key, String value) {
        database.write(sql -> sql.update(
                "INSERT INTO model_tags (model, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (model, key) DO UPDATE SET value = excluded.value",
                name,
                key,
                value));
    }

    static boolean create(Sql sql, String name, Instant now) {
        return sql.update("INSERT INTO models (name, created) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, now)
                > 0;
    }

    static void requireName(String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}")) {
            throw new IllegalArgumentException("a model name has 1 to 200 letters, digits, '_', '.', ' ' or '-' and"
                    + " begins with one of the first three, got \"" + name + "\"");
        }
    }

    private static Optional<RegisteredModel> find(Sql sql, String name) {
        return sql.first(
                "SELECT name, created FROM models WHERE name = ?",
                row -> new RegisteredModel(
                        row.getString("name"),
                        Sql.instant(row, "created"),
                        sql.pairs("SELECT key, value FROM model_tags WHERE model = ?", name),
                        sql.pairs("SELECT alias AS key, version AS value FROM aliases WHERE model = ?", name)),
                name);
    }
}
