package io.sluice.evaluator;

import io.sluice.models.Recommender;
import java.time.Instant;

/**
 * A model in the ring.
 *
 * @param version as the registry names it
 * @param informationCutOff latest event time or arrival of anything that influenced it, from its manifest
 */
public record Contender(String version, Recommender model, Instant informationCutOff, Provenance provenance) {
    /** A model of which no more is known. */
    public Contender(String version, Recommender model, Instant informationCutOff) {
        this(version, model, informationCutOff, Provenance.UNKNOWN);
    }
}
