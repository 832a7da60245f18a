package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model that a run wrote, before anybody registers it as a version. MLflow 3's clients upload to one of these.
 *
 * @param modelType MLflow's free text, may be empty
 * @param sourceRun the run that wrote it, may be empty
 * @param metrics the latest value per key and dataset
 */
public record LoggedModel(
        String id,
        String experimentId,
        String name,
        String modelType,
        String sourceRun,
        Status status,
        Lifecycle lifecycle,
        Instant created,
        Instant updated,
        Map<String, String> params,
        Map<String, String> tags,
        List<RunMetric> metrics) {
    public LoggedModel {
        params = Collections.unmodifiableMap(new TreeMap<>(params));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        metrics = List.copyOf(metrics);
    }

    /** Where its artifacts are, below {@code mlflow-artifacts:/}. */
    public String artifacts() {
        return experimentId + "/models/" + id + "/artifacts";
    }

    /** A value and the run that measured it. */
    public record RunMetric(String runId, Metric metric) {}

    /** How far its upload is. */
    public enum Status {
        PENDING,
        READY,
        UPLOAD_FAILED
    }
}
