package io.sluice.registry;

/** A name is taken. */
public final class AlreadyExists extends IllegalStateException {
    public AlreadyExists(String message) {
        super(message);
    }
}
