package io.sluice.registry;

import io.sluice.registry.Query.Kind;
import io.sluice.registry.Searchable.Child;
import io.sluice.registry.Searchable.Fragment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What runs are grouped by. Safe for several threads. Every call that names an unknown experiment throws {@link
 * NoSuchResource}, except those that return an {@link Optional}.
 */
public final class Experiments {
    private static final Searchable SEARCHABLE = new Searchable(
            "experiments",
            Map.of(
                    "name", "name",
                    "experiment_id", "id",
                    "creation_time", "created",
                    "last_update_time", "updated"),
            Set.of("creation_time", "last_update_time", "experiment_id"),
            Map.of(Kind.TAG, new Child("experiment_tags", "c.experiment = experiments.id")),
            "created DESC, id DESC");

    private final Database database;
    private final Clock clock;

    Experiments(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Creates an experiment; empty if the name is taken, also by a deleted one. */
    public Optional<Experiment> create(String name, Map<String, String> tags) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("Invalid experiment name: '" + name + "'");
        }
        return database.write(sql -> {
            long id = sql.next("experiments", "id");
            int inserted = sql.update(
                    "INSERT INTO experiments (id, name, created, updated, lifecycle) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (name) DO NOTHING",
                    id,
                    name,
                    clock.instant(),
                    clock.instant(),
                    Lifecycle.ACTIVE);
            if (inserted == 0) {
                return Optional.empty();
            }
            tags.forEach((key, value) -> tag(sql, id, key, value));
            return find(sql, Long.toString(id));
        });
    }

    /** Returns the experiment of that name, which it creates if there is none. */
    public Experiment named(String name) {
        return create(name, Map.of()).or(() -> findNamed(name)).orElseThrow();
    }

    public Optional<Experiment> findNamed(String name) {
        return database.read(
                sql -> sql.first("SELECT * FROM experiments WHERE name = ?", row -> experiment(sql, row), name));
    }

    public Optional<Experiment> find(String id) {
        return database.read(sql -> find(sql, id));
    }

    /** Newest first, unless the query says otherwise. */
    public Page<Experiment> search(Query query) {
        Fragment lifecycles = Searchable.in("lifecycle", List.copyOf(query.lifecycles()));
        Fragment select = SEARCHABLE.select(query, lifecycles);
        return database.read(
                sql -> Page.of(sql.list(select.sql(), row -> experiment(sql, row), select.array()), query.size()));
    }

    /** @throws AlreadyExists if the name is taken */
    public void rename(String id, String name) {
        database.write(sql -> {
            requireActive(sql, id);
            if (sql.exists("SELECT 1 FROM experiments WHERE name = ? AND id <> ?", name, number(id))) {
                throw new AlreadyExists("Experiment(name=" + name + ") already exists.");
            }
            return sql.update(
                    "UPDATE experiments SET name = ?, updated = ? WHERE id = ?", name, clock.instant(), number(id));
        });
    }

    /** Deletes or restores an experiment and its runs. */
    public void move(String id, Lifecycle to) {
        database.write(sql -> {
            require(sql, id);
            sql.update("UPDATE runs SET lifecycle = ? WHERE experiment = ?", to, number(id));
            return sql.update(
                    "UPDATE experiments SET lifecycle = ?, updated = ? WHERE id = ?", to, clock.instant(), number(id));
        });
    }

    public void setTag(String id, String key, String value) {
        database.write(sql -> {
            requireActive(sql, id);
            return tag(sql, number(id), key, value);
        });
    }

    public void removeTag(String id, String key) {
        database.write(sql -> {
            requireActive(sql, id);
            int removed = sql.update("DELETE FROM experiment_tags WHERE experiment = ? AND key = ?", number(id), key);
            if (removed == 0) {
                throw new NoSuchResource("No tag with name: " + key + " in experiment with id " + id);
            }
            return removed;
        });
    }

    static Optional<Experiment> find(Sql sql, String id) {
        return sql.first("SELECT * FROM experiments WHERE id = ?", row -> experiment(sql, row), number(id));
    }

    /** @throws IllegalArgumentException if the experiment is deleted */
    static void requireActive(Sql sql, String id) {
        Lifecycle lifecycle = require(sql, id).lifecycle();
        if (lifecycle != Lifecycle.ACTIVE) {
            throw new IllegalArgumentException("The experiment " + id
                    + " must be in the 'active' state. Current state is " + lifecycle.word() + ".");
        }
    }

    /** What names no number names no experiment. */
    static long number(String id) {
        return id.matches("0|[1-9][0-9]{0,17}") ? Long.parseLong(id) : -1;
    }

    private static Experiment require(Sql sql, String id) {
        return find(sql, id).orElseThrow(() -> new NoSuchResource("No Experiment with id=" + id + " exists"));
    }

    private static int tag(Sql sql, long id, String key, String value) {
        return sql.update(
                "INSERT INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (experiment, key) DO UPDATE SET value = excluded.value",
                id,
                key,
                value);
    }

    private static Experiment experiment(Sql sql, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        return new Experiment(
                Long.toString(id),
                row.getString("name"),
                Sql.instant(row, "created"),
                Sql.instant(row, "updated"),
                RunRows.lifecycle(row),
                sql.pairs("SELECT key, value FROM experiment_tags WHERE experiment = ?", id));
    }
}
