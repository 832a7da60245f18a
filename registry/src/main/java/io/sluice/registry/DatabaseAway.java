package io.sluice.registry;

/** The database is locked by another process for too long, or does not answer: what was asked may work later. */
public final class DatabaseAway extends RegistryFailure {
    public DatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }
}
