package io.sluice.registry;

import io.sluice.registry.LoggedModel.RunMetric;
import io.sluice.registry.LoggedModel.Status;
import io.sluice.registry.Query.Kind;
import io.sluice.registry.Searchable.Child;
import io.sluice.registry.Searchable.Fragment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Models that runs wrote. Safe for several threads. Every call that names an unknown or deleted model throws {@link
 * NoSuchResource}, except those that return an {@link Optional}.
 */
public final class LoggedModels {
    private static final Searchable SEARCHABLE = new Searchable(
            "logged_models",
            Map.ofEntries(
                    Map.entry("name", "name"),
                    Map.entry("model_id", "id"),
                    Map.entry("model_type", "model_type"),
                    Map.entry("status", "status"),
                    Map.entry("source_run_id", "source_run"),
                    Map.entry("creation_time", "created"),
                    Map.entry("creation_timestamp", "created"),
                    Map.entry("creation_timestamp_ms", "created"),
                    Map.entry("last_updated_time", "updated"),
                    Map.entry("last_updated_timestamp", "updated"),
                    Map.entry("last_updated_timestamp_ms", "updated")),
            Set.of(
                    "creation_time",
                    "creation_timestamp",
                    "creation_timestamp_ms",
                    "last_updated_time",
                    "last_updated_timestamp",
                    "last_updated_timestamp_ms"),
            Map.of(
                    Kind.METRIC, new Child("run_metrics", "c.logged_model = logged_models.id"),
                    Kind.PARAM, new Child("logged_model_params", "c.logged_model = logged_models.id"),
                    Kind.TAG, new Child("logged_model_tags", "c.logged_model = logged_models.id")),
            "created DESC, id");

    private final Database database;
    private final Clock clock;

    LoggedModels(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is known of a model before its files are uploaded. */
    public record Draft(
            String experimentId,
            String name,
            String modelType,
            String sourceRun,
            Map<String, String> params,
            Map<String, String> tags) {}

    /** Creates a model that waits for its files. */
    public LoggedModel create(Draft draft) {
        String id = "m-" + UUID.randomUUID().toString().replace("-", "");
        return database.write(sql -> {
            Experiments.requireActive(sql, draft.experimentId());
            sql.update(
                    "INSERT INTO logged_models (id, experiment, name, model_type, source_run, status, created, updated,"
                            + " lifecycle) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    Experiments.number(draft.experimentId()),
                    draft.name(),
                    draft.modelType(),
                    draft.sourceRun(),
                    Status.PENDING,
                    clock.instant(),
                    clock.instant(),
                    Lifecycle.ACTIVE);
            put(sql, "logged_model_params", id, draft.params());
            put(sql, "logged_model_tags", id, draft.tags());
            return require(sql, id);
        });
    }

    /** The model of that id, deleted or not. */
    public Optional<LoggedModel> find(String id) {
        return database.read(sql -> find(sql, id));
    }

    public LoggedModel finish(String id, Status status) {
        return changed(id, sql -> sql.update("UPDATE logged_models SET status = ? WHERE id = ?", status, id));
    }

    public void logParams(String id, Map<String, String> params) {
        changed(id, sql -> put(sql, "logged_model_params", id, params));
    }

    public LoggedModel setTags(String id, Map<String, String> tags) {
        return changed(id, sql -> put(sql, "logged_model_tags", id, tags));
    }

    public void removeTag(String id, String key) {
        changed(id, sql -> {
            int removed = sql.update("DELETE FROM logged_model_tags WHERE logged_model = ? AND key = ?", id, key);
            if (removed == 0) {
                throw new NoSuchResource("No tag with key '" + key + "' found for model with ID '" + id + "'.");
            }
            return removed;
        });
    }

    public void delete(String id) {
        database.write(sql -> {
            require(sql, id);
            return sql.update(
                    "UPDATE logged_models SET lifecycle = ?, updated = ? WHERE id = ?",
                    Lifecycle.DELETED,
                    clock.instant(),
                    id);
        });
    }

    /** Newest first, unless the query says otherwise. */
    public Page<LoggedModel> search(List<String> experimentIds, Query query) {
        Fragment lifecycles = Searchable.in("lifecycle", List.copyOf(query.lifecycles()));
        Fragment experiments = Searchable.in(
                "experiment", experimentIds.stream().map(Experiments::number).toList());
        List<Object> values = new ArrayList<>(lifecycles.values());
        values.addAll(experiments.values());
        Fragment select =
                SEARCHABLE.select(query, new Fragment(lifecycles.sql() + " AND " + experiments.sql(), values));
        return database.read(
                sql -> Page.of(sql.list(select.sql(), row -> model(sql, row), select.array()), query.size()));
    }

    static Optional<LoggedModel> find(Sql sql, String id) {
        return sql.first("SELECT * FROM logged_models WHERE id = ?", row -> model(sql, row), id);
    }

    static LoggedModel require(Sql sql, String id) {
        return find(sql, id)
                .filter(model -> model.lifecycle() == Lifecycle.ACTIVE)
                .orElseThrow(() -> new NoSuchResource("Logged model with ID '" + id + "' not found."));
    }

    private interface Change {
        int in(Sql sql);
    }

    private LoggedModel changed(String id, Change change) {
        return database.write(sql -> {
            require(sql, id);
            change.in(sql);
            sql.update("UPDATE logged_models SET updated = ? WHERE id = ?", clock.instant(), id);
            return require(sql, id);
        });
    }

    private static int put(Sql sql, String table, String id, Map<String, String> pairs) {
        pairs.forEach((key, value) -> sql.update(
                "INSERT INTO " + table + " (logged_model, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (logged_model, key) DO UPDATE SET value = excluded.value",
                id,
                key,
                value));
        return pairs.size();
    }

    private static LoggedModel model(Sql sql, ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new LoggedModel(
                id,
                Long.toString(row.getLong("experiment")),
                row.getString("name"),
                row.getString("model_type"),
                row.getString("source_run"),
                Status.valueOf(row.getString("status")),
                RunRows.lifecycle(row),
                Sql.instant(row, "created"),
                Sql.instant(row, "updated"),
                sql.pairs("SELECT key, value FROM logged_model_params WHERE logged_model = ?", id),
                sql.pairs("SELECT key, value FROM logged_model_tags WHERE logged_model = ?", id),
                metrics(sql, id));
    }

    private static List<RunMetric> metrics(Sql sql, String id) {
        Map<String, RunMetric> latest = new LinkedHashMap<>();
        sql.list(
                        "SELECT * FROM run_metrics WHERE logged_model = ? ORDER BY key, step, time, value",
                        row -> new RunMetric(row.getString("run"), RunRows.metric(row)),
                        id)
                .forEach(measured -> latest.put(
                        measured.metric().key()
                                + '\0'
                                + measured.metric().on().datasetName()
                                + '\0'
                                + measured.metric().on().datasetDigest(),
                        measured));
        return List.copyOf(latest.values());
    }
}
