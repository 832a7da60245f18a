package io.sluice.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Experiments and their runs: parameters, metrics with history, tags. Safe for several threads. Every call that names
 * an unknown experiment or run throws {@link IllegalArgumentException}, except those that return an {@link Optional}.
 */
public final class Runs {
    private final Database database;
    private final Clock clock;

    Runs(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Creates an experiment; empty if the name is taken. */
    public Optional<Experiment> createExperiment(String name, Map<String, String> tags) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an experiment needs a name");
        }
        return database.write(sql -> RunRows.insertExperiment(sql, name, tags, clock.instant()));
    }

    /** Returns the experiment of that name, which it creates if there is none. */
    public Experiment experimentNamed(String name) {
        return createExperiment(name, Map.of())
                .or(() -> findExperimentNamed(name))
                .orElseThrow();
    }

    public Optional<Experiment> findExperimentNamed(String name) {
        return database.read(sql -> RunRows.experimentNamed(sql, name));
    }

    public Optional<Experiment> experiment(String id) {
        return database.read(sql -> RunRows.experiment(sql, id));
    }

    /** All experiments, oldest first. */
    public List<Experiment> experiments() {
        return database.read(RunRows::experiments);
    }

    /** Starts a run now. */
    public Run startRun(String experimentId, String name, Map<String, String> tags) {
        return startRun(experimentId, name, clock.instant(), tags);
    }

    public Run startRun(String experimentId, String name, Instant started, Map<String, String> tags) {
        String id = UUID.randomUUID().toString().replace("-", "");
        return database.write(sql -> {
            if (RunRows.experiment(sql, experimentId).isEmpty()) {
                throw new IllegalArgumentException("there is no experiment " + experimentId);
            }
            RunRows.insertRun(sql, id, experimentId, name, started);
            tags.forEach((key, value) -> RunRows.tag(sql, id, key, value));
            return RunRows.run(sql, id).orElseThrow();
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

    /** Logs all of it or nothing. */
    public void logBatch(String runId, Map<String, String> params, List<Metric> metrics, Map<String, String> tags) {
        database.write(sql -> {
            RunRows.require(sql, runId);
            params.forEach((key, value) -> RunRows.param(sql, runId, key, value));
            metrics.forEach(metric -> RunRows.metric(sql, runId, metric));
            tags.forEach((key, value) -> RunRows.tag(sql, runId, key, value));
            return metrics.size();
        });
    }

    /** Ends a run now. */
    public Run endRun(String runId, RunStatus status) {
        return update(runId, status, Optional.of(clock.instant()), Optional.empty());
    }

    /** Sets the status, and the end and the name where they are given. */
    public Run update(String runId, RunStatus status, Optional<Instant> ended, Optional<String> name) {
        return database.write(sql -> {
            RunRows.require(sql, runId);
            sql.update(
                    "UPDATE runs SET status = ?, ended = COALESCE(?, ended), name = COALESCE(?, name) WHERE id = ?",
                    status,
                    ended,
                    name,
                    runId);
            return RunRows.run(sql, runId).orElseThrow();
        });
    }

    public Optional<Run> run(String runId) {
        return database.read(sql -> RunRows.run(sql, runId));
    }

    /** The runs of an experiment, latest start first. */
    public List<Run> runsOf(String experimentId) {
        return database.read(sql -> RunRows.runsOf(sql, experimentId));
    }

    /** Every value of one metric, by step, then time; empty for an unknown run or key. */
    public List<Metric> history(String runId, String key) {
        return database.read(sql -> RunRows.history(sql, runId, key));
    }
}
