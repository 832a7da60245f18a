package io.sluice.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * The gate's answer about one candidate, as the evaluator recorded it.
 *
 * @param candidate the version that was judged
 * @param champion the version that it was compared with; empty if there was none
 * @param state why the gate came to a decision at all, in the evaluator's words ({@code JUDGED}, {@code NO_CHAMPION}…)
 * @param eventTime end of the holdout
 * @param evidence every number that led to the decision, as JSON
 */
public record Verdict(
        String id,
        String model,
        String candidate,
        Optional<String> champion,
        Decision decision,
        String state,
        Instant eventTime,
        String evidence) {
    public Verdict {
        if (id.isBlank() || candidate.isBlank()) {
            throw new IllegalArgumentException(
                    "a verdict needs an id and a candidate, got \"" + id + "\", \"" + candidate + "\"");
        }
        eventTime = Instant.ofEpochMilli(eventTime.toEpochMilli());
    }
}
