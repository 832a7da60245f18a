package io.sluice.registry;

/** How an alias came to move. */
public enum MoveKind {
    /** By a verdict. */
    PROMOTED,
    /** By a person, past the gate. */
    FORCED,
    /** Back to what it named before. */
    ROLLED_BACK,
    /** To nothing. Never happens to the champion. */
    REMOVED
}
