package io.sluice.registry;

/** The world around the registry is broken: a disk, a database file, a remote server. Carries the cause. */
public class RegistryFailure extends RuntimeException {
    public RegistryFailure(String message) {
        super(message);
    }

    public RegistryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
