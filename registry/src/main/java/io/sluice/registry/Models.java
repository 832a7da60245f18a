package io.sluice.registry;

import io.sluice.registry.Query.Kind;
import io.sluice.registry.Searchable.Child;
import io.sluice.registry.Searchable.Fragment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registered models by name. */
final class Models {
    private static final Searchable SEARCHABLE = new Searchable(
            "models",
            Map.of(
                    "name", "name",
                    "timestamp", "updated",
                    "creation_timestamp", "created",
                    "last_updated_timestamp", "updated"),
            Set.of("timestamp", "creation_timestamp", "last_updated_timestamp"),
            Map.of(Kind.TAG, new Child("model_tags", "c.model = models.name")),
            "name");

    private final Database database;
    private final Clock clock;

    Models(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Returns whether the model is new. */
    boolean create(String name, String description, Map<String, String> tags) {
        requireName(name);
        return database.write(sql -> {
            if (!create(sql, name, clock.instant())) {
                return false;
            }
            sql.update("UPDATE models SET description = ? WHERE name = ?", description, name);
            tags.forEach((key, value) -> tag(sql, name, key, value));
            return true;
        });
    }

    Optional<RegisteredModel> find(String name) {
        return database.read(sql -> find(sql, name));
    }

    List<RegisteredModel> all() {
        return search(Query.first(Integer.MAX_VALUE - 1)).items();
    }

    Page<RegisteredModel> search(Query query) {
        Fragment select = SEARCHABLE.select(query, new Fragment("1 = 1", List.of()));
        return database.read(
                sql -> Page.of(sql.list(select.sql(), row -> model(sql, row), select.array()), query.size()));
    }

    void describe(String name, String description) {
        changed(name, sql -> sql.update("UPDATE models SET description = ? WHERE name = ?", description, name));
    }

    void tag(String name, String key, String value) {
        changed(name, sql -> tag(sql, name, key, value));
    }

    void removeTag(String name, String key) {
        changed(name, sql -> sql.update("DELETE FROM model_tags WHERE model = ? AND key = ?", name, key));
    }

    /** Renames a model that never had a champion; its other aliases move along, in the log. */
    void rename(String name, String to, Cause cause) {
        requireName(to);
        changed(name, sql -> {
            Promotions.requireNeverChampion(sql, name);
            if (find(sql, to).isPresent()) {
                throw new AlreadyExists("Registered Model (name=" + to + ") already exists.");
            }
            Map<String, String> aliases = find(sql, name).orElseThrow().aliases();
            Promotions.removeAll(sql, name, cause, clock.instant());
            sql.update("UPDATE models SET name = ?, updated = ? WHERE name = ?", to, clock.instant(), name);
            aliases.forEach((alias, version) -> PromotionLog.append(
                    sql,
                    new Move(to, alias, MoveKind.FORCED, Optional.of(version), Optional.empty(), cause),
                    clock.instant()));
            return 1;
        });
    }

    /** Deletes a model that never had a champion, with its versions. */
    void delete(String name, Cause cause) {
        changed(name, sql -> {
            Promotions.requireNeverChampion(sql, name);
            Promotions.removeAll(sql, name, cause, clock.instant());
            return sql.update("DELETE FROM models WHERE name = ?", name);
        });
    }

    static boolean create(Sql sql, String name, Instant now) {
        return sql.update(
                        "INSERT INTO models (name, created, updated) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
                        name,
                        now,
                        now)
                > 0;
    }

    static void touch(Sql sql, String name, Instant now) {
        sql.update("UPDATE models SET updated = ? WHERE name = ?", now, name);
    }

    static void requireName(String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}")) {
            throw new IllegalArgumentException("a model name has 1 to 200 letters, digits, '_', '.', ' ' or '-' and"
                    + " begins with one of the first three, got \"" + name + "\"");
        }
    }

    static NoSuchResource missing(String name) {
        return new NoSuchResource("Registered Model with name=" + name + " not found");
    }

    private interface Change {
        int in(Sql sql);
    }

    private void changed(String name, Change change) {
        database.write(sql -> {
            if (find(sql, name).isEmpty()) {
                throw missing(name);
            }
            int changed = change.in(sql);
            touch(sql, name, clock.instant());
            return changed;
        });
    }

    private static int tag(Sql sql, String name, String key, String value) {
        return sql.update(
                "INSERT INTO model_tags (model, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (model, key) DO UPDATE SET value = excluded.value",
                name,
                key,
                value);
    }

    private static Optional<RegisteredModel> find(Sql sql, String name) {
        return sql.first("SELECT * FROM models WHERE name = ?", row -> model(sql, row), name);
    }

    private static RegisteredModel model(Sql sql, ResultSet row) throws SQLException {
        String name = row.getString("name");
        return new RegisteredModel(
                name,
                Sql.instant(row, "created"),
                Sql.instant(row, "updated"),
                row.getString("description"),
                sql.pairs("SELECT key, value FROM model_tags WHERE model = ?", name),
                sql.pairs("SELECT alias AS key, version AS value FROM aliases WHERE model = ?", name));
    }
}
