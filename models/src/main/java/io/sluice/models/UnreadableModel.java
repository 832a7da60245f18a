package io.sluice.models;

/** A model file that is cut short, damaged, of a newer format or not a model at all. The message says which. */
public final class UnreadableModel extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableModel(String message) {
        super(message);
    }

    UnreadableModel(String message, Throwable cause) {
        super(message, cause);
    }
}
