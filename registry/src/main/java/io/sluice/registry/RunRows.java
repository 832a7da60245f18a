package io.sluice.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows behind {@link Runs}, read and written inside a transaction. */
final class RunRows {
    private RunRows() {}

    static Optional<Experiment> insertExperiment(Sql sql, String name, Map<String, String> tags, Instant now) {
        int inserted = sql.update(
                "INSERT INTO experiments (name, created) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, now);
        if (inserted == 0) {
            return Optional.empty();
        }
        Experiment bare = experimentNamed(sql, name).orElseThrow();
        tags.forEach((key, value) -> sql.update(
                "INSERT INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?)", bare.id(), key, value));
        return experiment(sql, bare.id());
    }

    static Optional<Experiment> experiment(Sql sql, String id) {
        return sql.first("SELECT * FROM experiments WHERE id = ?", row -> experiment(sql, row), id);
    }

    static Optional<Experiment> experimentNamed(Sql sql, String name) {
        return sql.first("SELECT * FROM experiments WHERE name = ?", row -> experiment(sql, row), name);
    }

    static List<Experiment> experiments(Sql sql) {
        return sql.list("SELECT * FROM experiments ORDER BY id", row -> experiment(sql, row));
    }

    static void insertRun(Sql sql, String id, String experiment, String name, Instant started) {
        sql.update(
                "INSERT INTO runs (id, experiment, name, status, started) VALUES (?, ?, ?, ?, ?)",
                id,
                experiment,
                name,
                RunStatus.RUNNING,
                started);
    }

    static void require(Sql sql, String run) {
        if (!sql.exists("SELECT 1 FROM runs WHERE id = ?", run)) {
            throw new IllegalArgumentException("there is no run " + run);
        }
    }

    static Optional<Run> run(Sql sql, String id) {
        return sql.first("SELECT * FROM runs WHERE id = ?", row -> run(sql, row), id);
    }

    static List<Run> runsOf(Sql sql, String experiment) {
        return sql.list(
                "SELECT * FROM runs WHERE experiment = ? ORDER BY started DESC, id", row -> run(sql, row), experiment);
    }

    static void param(Sql sql, String run, String key, String value) {
        sql.update("INSERT INTO run_params (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", run, key, value);
        String kept = params(sql, run).get(key);
        if (!value.equals(kept)) {
            throw new IllegalArgumentException("parameter " + key + " of run " + run + " is " + kept
                    + " and cannot become " + value + ": parameters do not change");
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

    static void metric(Sql sql, String run, Metric metric) {
        sql.update(
                "INSERT INTO run_metrics (run, key, step, time, value) VALUES (?, ?, ?, ?, ?)",
                run,
                metric.key(),
                metric.step(),
                metric.time(),
                Double.isNaN(metric.value()) ? Optional.empty() : metric.value());
    }

    static List<Metric> history(Sql sql, String run, String key) {
        return sql.list(
                "SELECT * FROM run_metrics WHERE run = ? AND key = ? ORDER BY step, time, rowid",
                RunRows::metric,
                run,
                key);
    }

    private static Experiment experiment(Sql sql, ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new Experiment(
                id,
                row.getString("name"),
                Sql.instant(row, "created"),
                sql.pairs("SELECT key, value FROM experiment_tags WHERE experiment = ?", id));
    }

    private static Run run(Sql sql, ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new Run(
                id,
                row.getString("experiment"),
                row.getString("name"),
                RunStatus.valueOf(row.getString("status")),
                Sql.instant(row, "started"),
                Sql.optionalInstant(row, "ended"),
                params(sql, id),
                latestMetrics(sql, id),
                sql.pairs("SELECT key, value FROM run_tags WHERE run = ?", id));
    }

    private static Map<String, String> params(Sql sql, String run) {
        return sql.pairs("SELECT key, value FROM run_params WHERE run = ?", run);
    }

    private static Map<String, Metric> latestMetrics(Sql sql, String run) {
        Map<String, Metric> latest = new TreeMap<>();
        sql.list("SELECT * FROM run_metrics WHERE run = ? ORDER BY key, step, time, rowid", RunRows::metric, run)
                .forEach(metric -> latest.put(metric.key(), metric));
        return latest;
    }

    private static Metric metric(ResultSet row) throws SQLException {
        double value = row.getDouble("value");
        boolean missing = row.wasNull();
        return new Metric(
                row.getString("key"), missing ? Double.NaN : value, row.getLong("step"), Sql.instant(row, "time"));
    }
}
