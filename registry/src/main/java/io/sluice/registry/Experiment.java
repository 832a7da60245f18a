package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Runs that belong together. */
public record Experiment(
        String id, String name, Instant created, Instant updated, Lifecycle lifecycle, Map<String, String> tags) {
    /** The experiment of runs that name none. */
    public static final String DEFAULT_ID = "0";

    public Experiment {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** Where its artifacts are, below {@code mlflow-artifacts:/}. */
    public String artifacts() {
        return id;
    }
}
