package io.sluice.evaluator;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a contender beyond its answers.
 *
 * @param sizeBytes of its artifact; 0 if it has none
 * @param volume of the newest stretch of what it learnt from, if anybody measured
 * @param discrepancies where what it learnt from is not what its manifest says, in words; see {@link ManifestCheck}
 */
public record Provenance(long sizeBytes, Optional<TrainingVolume> volume, List<String> discrepancies) {
    /** A model of which nothing is known. */
    public static final Provenance UNKNOWN = new Provenance(0, Optional.empty(), List.of());

    public Provenance {
        discrepancies = List.copyOf(discrepancies);
    }
}
