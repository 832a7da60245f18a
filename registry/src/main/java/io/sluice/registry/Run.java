package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One attempt of an experiment.
 *
 * @param user who started it; {@code unknown} where nobody said
 * @param ended empty while it runs
 * @param metrics the latest value per key (highest step, then latest time)
 * @param datasets what it learnt from, each as the client described it, in JSON
 */
public record Run(
        String id,
        String experimentId,
        String name,
        String user,
        RunStatus status,
        Lifecycle lifecycle,
        Instant started,
        Optional<Instant> ended,
        Map<String, String> params,
        Map<String, Metric> metrics,
        Map<String, String> tags,
        List<String> datasets,
        List<ModelUse> models) {
    public Run {
        params = Collections.unmodifiableMap(new TreeMap<>(params));
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        datasets = List.copyOf(datasets);
        models = List.copyOf(models);
    }

    /** Where its artifacts are, below {@code mlflow-artifacts:/}. */
    public String artifacts() {
        return experimentId + "/" + id + "/artifacts";
    }

    /** A logged model that a run read or wrote. */
    public record ModelUse(Role role, String loggedModel, long step) {}

    /** What a run does with a logged model. */
    public enum Role {
        INPUT,
        OUTPUT
    }
}
