package io.sluice.registry;

/** A caller names something that the registry does not have. */
public final class NoSuchResource extends IllegalArgumentException {
    public NoSuchResource(String message) {
        super(message);
    }
}
