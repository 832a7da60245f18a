package io.sluice.registry;

import io.sluice.registry.Query.Kind;
import io.sluice.registry.Run.ModelUse;
import io.sluice.registry.Run.Role;
import io.sluice.registry.Searchable.Child;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rows behind {@link Runs}, read and written inside a transaction. */
final class RunRows {
    static final Searchable SEARCHABLE = new Searchable(
            "runs",
            Map.ofEntries(
                    Map.entry("run_id", "id"),
                    Map.entry("run_name", "name"),
                    Map.entry("run name", "name"),
                    Map.entry("Run name", "name"),
                    Map.entry("Run Name", "name"),
                    Map.entry("status", "status"),
                    Map.entry("user_id", "user_name"),
                    Map.entry("artifact_uri", "'mlflow-artifacts:/' || experiment || '/' || id || '/artifacts'"),
                    Map.entry("start_time", "started"),
                    Map.entry("created", "started"),
                    Map.entry("Created", "started"),
                    Map.entry("end_time", "ended")),
            Set.of("start_time", "created", "Created", "end_time"),
            Map.of(
                    Kind.METRIC, new Child("latest_metrics", "c.run = runs.id"),
                    Kind.PARAM, new Child("run_params", "c.run = runs.id"),
                    Kind.TAG, new Child("run_tags", "c.run = runs.id"),
                    Kind.DATASET, new Child("run_datasets", "c.run = runs.id")),
            "started DESC, id");

    private RunRows() {}

    static void insert(Sql sql, Run run) {
        sql.update(
                "INSERT INTO runs (id, experiment, name, user_name, status, started, lifecycle)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                run.id(),
                Experiments.number(run.experimentId()),
                run.name(),
                run.user(),
                run.status(),
                run.started(),
                run.lifecycle());
        run.tags().forEach((key, value) -> tag(sql, run.id(), key, value));
    }

    static Optional<Run> find(Sql sql, String id) {
        return sql.first("SELECT * FROM runs WHERE id = ?", row -> run(sql, row), id);
    }

    static Run require(Sql sql, String id) {
        return find(sql, id).orElseThrow(() -> new NoSuchResource("Run with id=" + id + " not found"));
    }

    /** @throws IllegalArgumentException if the run is deleted */
    static void requireActive(Sql sql, String id) {
        Lifecycle lifecycle = sql.first("SELECT lifecycle FROM runs WHERE id = ?", RunRows::lifecycle, id)
                .orElseThrow(() -> new NoSuchResource("Run with id=" + id + " not found"));
        if (lifecycle != Lifecycle.ACTIVE) {
            throw new IllegalArgumentException(
                    "The run " + id + " must be in the 'active' state. Current state is " + lifecycle.word() + ".");
        }
    }

    /** The same value twice is fine, another value is not. */
    static void param(Sql sql, String run, String key, String value) {
        sql.update("INSERT INTO run_params (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", run, key, value);
        String kept = sql.first(
                        "SELECT value FROM run_params WHERE run = ? AND key = ?",
                        row -> row.getString("value"),
                        run,
                        key)
                .orElseThrow();
        if (!value.equals(kept)) {
            throw new IllegalArgumentException("Changing param values is not allowed. Param with key='" + key
                    + "' was already logged with value='" + kept + "' for run ID='" + run
                    + "'. Attempted logging new value '" + value + "'.");
        }
    }

    static void tag(Sql sql, String run, String key, String value) {
        sql.update(
                "INSERT INTO run_tags (run, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (run, key) DO UPDATE SET value = excluded.value",
                run,
                key,
                value);
    }

    /** The very same measurement twice counts once: clients repeat what they sent. */
    static void metric(Sql sql, String run, Metric metric) {
        boolean nan = Double.isNaN(metric.value());
        Object[] values = {
            run,
            metric.key(),
            metric.step(),
            metric.time(),
            nan ? 0.0 : metric.value(),
            nan ? 1 : 0,
            metric.on().datasetName(),
            metric.on().datasetDigest(),
            metric.on().loggedModel()
        };
        String columns = " (run, key, step, time, value, nan, dataset_name, dataset_digest, logged_model)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ";
        sql.update("INSERT INTO run_metrics" + columns + "ON CONFLICT DO NOTHING", values);
        sql.update(
                "INSERT INTO latest_metrics" + columns
                        + "ON CONFLICT (run, key) DO UPDATE SET step = excluded.step, time = excluded.time,"
                        + " value = excluded.value, nan = excluded.nan, dataset_name = excluded.dataset_name,"
                        + " dataset_digest = excluded.dataset_digest, logged_model = excluded.logged_model"
                        + " WHERE excluded.step > latest_metrics.step OR (excluded.step = latest_metrics.step"
                        + " AND (excluded.time > latest_metrics.time OR (excluded.time = latest_metrics.time"
                        + " AND excluded.value >= latest_metrics.value)))",
                values);
    }

    static List<Metric> history(Sql sql, String run, String key, int size, long offset) {
        return sql.list(
                "SELECT * FROM run_metrics WHERE run = ? AND key = ? ORDER BY step, time, nan, value"
                        + " LIMIT ? OFFSET ?",
                RunRows::metric,
                run,
                key,
                size,
                offset);
    }

    static Run run(Sql sql, ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new Run(
                id,
                Long.toString(row.getLong("experiment")),
                row.getString("name"),
                row.getString("user_name"),
                RunStatus.valueOf(row.getString("status")),
                lifecycle(row),
                Sql.instant(row, "started"),
                Sql.optionalInstant(row, "ended"),
                sql.pairs("SELECT key, value FROM run_params WHERE run = ?", id),
                latestMetrics(sql, id),
                sql.pairs("SELECT key, value FROM run_tags WHERE run = ?", id),
                sql.list(
                        "SELECT json FROM run_datasets WHERE run = ? ORDER BY name, digest",
                        dataset -> dataset.getString("json"),
                        id),
                sql.list("SELECT * FROM run_models WHERE run = ? ORDER BY role, step, logged_model", RunRows::use, id));
    }

    static Lifecycle lifecycle(ResultSet row) throws SQLException {
        return Lifecycle.valueOf(row.getString("lifecycle"));
    }

    static Metric metric(ResultSet row) throws SQLException {
        return new Metric(
                row.getString("key"),
                row.getLong("nan") == 1 ? Double.NaN : row.getDouble("value"),
                row.getLong("step"),
                Sql.instant(row, "time"),
                new Metric.Subject(
                        row.getString("logged_model"), row.getString("dataset_name"), row.getString("dataset_digest")));
    }

    private static Map<String, Metric> latestMetrics(Sql sql, String run) {
        Map<String, Metric> latest = new TreeMap<>();
        sql.list("SELECT * FROM latest_metrics WHERE run = ?", RunRows::metric, run)
                .forEach(metric -> latest.put(metric.key(), metric));
        return latest;
    }

    private static ModelUse use(ResultSet row) throws SQLException {
        return new ModelUse(Role.valueOf(row.getString("role")), row.getString("logged_model"), row.getLong("step"));
    }
}
