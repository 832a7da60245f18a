package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One attempt of an experiment.
 *
 * @param ended empty while it runs
 * @param metrics the latest value per key (highest step, then latest time)
 */
public record Run(
        String id,
        String experimentId,
        String name,
        RunStatus status,
        Instant started,
        Optional<Instant> ended,
        Map<String, String> params,
        Map<String, Metric> metrics,
        Map<String, String> tags) {
    public Run {
        params = Collections.unmodifiableMap(new TreeMap<>(params));
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
