package io.sluice.registry;

/** The stored or received bytes of a file are not the ones that were registered. */
public final class CorruptArtifact extends RegistryFailure {
    public CorruptArtifact(String message) {
        super(message);
    }
}
