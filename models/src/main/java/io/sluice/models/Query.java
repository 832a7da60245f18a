package io.sluice.models;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a model is asked: given what a shopper has done so far, what comes next at {@code at}?
 *
 * @param user pseudonymous key, if known
 * @param steps this session so far, oldest first; may be empty (cold start) and may name items the model does not know
 * @param at the moment of the question; no step is later
 * @param allowSeen whether items of {@code steps} may be recommended again
 */
public record Query(Optional<String> user, List<Step> steps, Instant at, boolean allowSeen) {
    public Query {
        steps = List.copyOf(steps);
    }
}
