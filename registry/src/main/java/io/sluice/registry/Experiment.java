package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Runs that belong together. */
public record Experiment(String id, String name, Instant created, Map<String, String> tags) {
    public Experiment {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
