package io.sluice.evaluator;

/** Under which circumstances a verdict came about. Only JUDGED and NO_CHAMPION may promote; NOT_SERVABLE rejects. */
public enum State {
    /** Candidate and champion were compared. */
    JUDGED,
    /** There was nobody to compare with but the popularity floor. */
    NO_CHAMPION,
    /** The champion cannot be loaded or does not answer. */
    CHAMPION_UNLOADABLE,
    /** The policy's metric was not measured. */
    METRIC_MISSING,
    /** The holdout is too small to judge by. */
    TOO_FEW_SESSIONS,
    /** A model may have been informed by the holdout. */
    INVALID_HOLDOUT,
    /** The candidate fails, or recommends what it must not. */
    NOT_SERVABLE,
    /** The candidate recommends exactly what the champion does. */
    NO_OP,
    /** Another promotion came first. */
    LOST_RACE,
    /** Promotions are stopped by hand. */
    FROZEN
}
