package io.sluice.registry;

/** How a version came to be. */
public enum VersionKind {
    /** Trained up to the holdout, to be judged. */
    CANDIDATE,
    /** The recipe of a promoted candidate, trained to the end of the data; inherits that candidate's verdict. */
    REFIT,
    /** An earlier recipe trained again, because the evaluator asked for it. */
    RETRAINED,
    /** Deliberately bad, to show that the gate holds. */
    SABOTAGE
}
