package io.sluice.registry;

/** What the gate said. */
public enum Decision {
    PROMOTE,
    REJECT,
    INCONCLUSIVE
}
