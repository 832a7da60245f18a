package io.sluice.evaluator;

import java.util.List;

/**
 * One rule of the gate, applied.
 *
 * @param name as {@code holdout-after-information}
 * @param details what was found, in words and numbers; each breach by itself
 */
public record Rule(String name, Outcome outcome, List<String> details) {
    public Rule {
        details = List.copyOf(details);
    }

    /** What came of applying it. */
    public enum Outcome {
        HOLDS,
        BROKEN
    }
}
