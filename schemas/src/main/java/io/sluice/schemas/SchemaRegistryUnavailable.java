package io.sluice.schemas;

/** The schema registry gave no answer, so that it cannot be told whether a schema id is known. Try again later. */
public final class SchemaRegistryUnavailable extends RuntimeException {
    public SchemaRegistryUnavailable(String message) {
        super(message);
    }

    public SchemaRegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
