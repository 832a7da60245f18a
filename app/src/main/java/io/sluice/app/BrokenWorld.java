package io.sluice.app;

/** Something outside the program failed: a disk, a port, an engine. The message names it and the remedy. */
final class BrokenWorld extends RuntimeException {
    BrokenWorld(String message) {
        super(message);
    }

    BrokenWorld(String message, Throwable cause) {
        super(message, cause);
    }
}
