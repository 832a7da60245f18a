package io.sluice.registry;

import io.sluice.registry.Run.ModelUse;
import io.sluice.registry.Searchable.Fragment;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs of experiments: parameters, metrics with history, tags, inputs and outputs. Safe for several threads. Every call
 * that names an unknown experiment or run throws {@link NoSuchResource}, except those that return an {@link Optional};
 * every call that writes to a deleted run throws {@link IllegalArgumentException}.
 */
public final class Runs {
    private final Database database;
    private final Clock clock;

    Runs(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Starts a run now. */
    public Run start(String experimentId, String name, Map<String, String> tags) {
        return start(experimentId, name, "unknown", clock.instant(), tags);
    }

    /** @throws IllegalArgumentException if the experiment is deleted */
    public Run start(String experimentId, String name, String user, Instant started, Map<String, String> tags) {
        String id = UUID.randomUUID().toString().replace("-", "");
        return database.write(sql -> {
            Experiments.requireActive(sql, experimentId);
            RunRows.insert(
                    sql,
                    new Run(
                            id,
                            experimentId,
                            name,
                            user,
                            RunStatus.RUNNING,
                            Lifecycle.ACTIVE,
                            started,
                            Optional.empty(),
                            Map.of(),
                            Map.of(),
                            tags,
                            List.of(),
                            List.of()));
            return RunRows.require(sql, id);
        });
    }

    /**
     * Logs one parameter. The same value twice is fine.
     *
     * @throws IllegalArgumentException if the run has it with another value
     */
    public void logParam(String runId, String key, String value) {
        logBatch(runId, Map.of(key, value), List.of(), Map.of());
    }

    /** Logs one value now. */
    public void logMetric(String runId, String key, double value, long step) {
        logMetric(runId, new Metric(key, value, step, clock.instant()));
    }

    public void logMetric(String runId, Metric metric) {
        logBatch(runId, Map.of(), List.of(metric), Map.of());
    }

    public void setTag(String runId, String key, String value) {
        logBatch(runId, Map.of(), List.of(), Map.of(key, value));
    }

    public void removeTag(String runId, String key) {
        database.write(sql -> {
            RunRows.requireActive(sql, runId);
            int removed = sql.update("DELETE FROM run_tags WHERE run = ? AND key = ?", runId, key);
            if (removed == 0) {
                throw new NoSuchResource("No tag with name: " + key + " in run with id " + runId);
            }
            return removed;
        });
    }

    /** Logs all of it or nothing. */
    public void logBatch(String runId, Map<String, String> params, List<Metric> metrics, Map<String, String> tags) {
        database.write(sql -> {
            RunRows.requireActive(sql, runId);
            params.forEach((key, value) -> RunRows.param(sql, runId, key, value));
            metrics.forEach(metric -> RunRows.metric(sql, runId, metric));
            tags.forEach((key, value) -> RunRows.tag(sql, runId, key, value));
            return metrics.size();
        });
    }

    /** A dataset that a run learns from; {@code json} describes it in the caller's words. */
    public record DatasetUse(String name, String digest, String context, String json) {}

    /** Notes what a run reads; the same dataset twice is fine. */
    public void logDatasets(String runId, List<DatasetUse> datasets) {
        database.write(sql -> {
            RunRows.requireActive(sql, runId);
            datasets.forEach(dataset -> sql.update(
                    "INSERT INTO run_datasets (run, name, digest, context, json) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    runId,
                    dataset.name(),
                    dataset.digest(),
                    dataset.context(),
                    dataset.json()));
            return datasets.size();
        });
    }

    /** Notes which logged models a run reads and writes; the same use twice is fine. */
    public void logModels(String runId, List<ModelUse> uses) {
        database.write(sql -> {
            RunRows.requireActive(sql, runId);
            uses.forEach(use -> sql.update(
                    "INSERT INTO run_models (run, role, logged_model, step) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    runId,
                    use.role(),
                    use.loggedModel(),
                    use.step()));
            return uses.size();
        });
    }

    /** Ends a run now. */
    public Run end(String runId, RunStatus status) {
        return update(runId, Optional.of(status), Optional.of(clock.instant()), Optional.empty());
    }

    /** Sets what is given, and leaves the rest. */
    public Run update(String runId, Optional<RunStatus> status, Optional<Instant> ended, Optional<String> name) {
        return database.write(sql -> {
            RunRows.requireActive(sql, runId);
            status.ifPresent(to -> sql.update("UPDATE runs SET status = ? WHERE id = ?", to, runId));
            ended.ifPresent(at -> sql.update("UPDATE runs SET ended = ? WHERE id = ?", at, runId));
            name.ifPresent(to -> {
                sql.update("UPDATE runs SET name = ? WHERE id = ?", to, runId);
                RunRows.tag(sql, runId, "mlflow.runName", to);
            });
            return RunRows.require(sql, runId);
        });
    }

    /** Deletes or restores a run. */
    public void move(String runId, Lifecycle to) {
        database.write(sql -> {
            RunRows.require(sql, runId);
            return sql.update("UPDATE runs SET lifecycle = ? WHERE id = ?", to, runId);
        });
    }

    public Optional<Run> find(String runId) {
        return database.read(sql -> RunRows.find(sql, runId));
    }

    /** Latest start first, unless the query says otherwise. */
    public Page<Run> search(List<String> experimentIds, Query query) {
        Fragment lifecycles = Searchable.in("lifecycle", List.copyOf(query.lifecycles()));
        Fragment experiments = Searchable.in(
                "experiment", experimentIds.stream().map(Experiments::number).toList());
        List<Object> values = new ArrayList<>(lifecycles.values());
        values.addAll(experiments.values());
        Fragment select =
                RunRows.SEARCHABLE.select(query, new Fragment(lifecycles.sql() + " AND " + experiments.sql(), values));
        return database.read(
                sql -> Page.of(sql.list(select.sql(), row -> RunRows.run(sql, row), select.array()), query.size()));
    }

    /** The values of one metric by step, then time; empty for an unknown key. */
    public List<Metric> history(String runId, String key) {
        return history(runId, key, Integer.MAX_VALUE - 1, 0).items();
    }

    public Page<Metric> history(String runId, String key, int size, long offset) {
        return database.read(sql -> Page.of(RunRows.history(sql, runId, key, size + 1, offset), size));
    }
}
