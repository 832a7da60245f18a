package io.sluice.app;

/** Something outside the program failed: a disk, a port, an engine. The message names it and the remedy. */
public final class BrokenWorld extends RuntimeException {
    public BrokenWorld(String message) {
        super(message);
    }

    public BrokenWorld(String message, Throwable cause) {
        super(message, cause);
    }
}
