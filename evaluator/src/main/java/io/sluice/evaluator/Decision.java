package io.sluice.evaluator;

/** What the gate says about a candidate. */
public enum Decision {
    /** The candidate becomes champion. */
    PROMOTE,
    /** The candidate is worse where it must not be, or cannot serve. */
    REJECT,
    /** The evidence does not carry a change: the champion stays. */
    INCONCLUSIVE
}
