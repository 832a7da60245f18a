package io.sluice.registry;

import java.util.List;
import java.util.Optional;

/** Settings for tests. */
final class Configs {
    private Configs() {}

    static RegistryConfig with(Optional<String> database, Optional<String> artifacts) {
        return new RegistryConfig(
                database,
                artifacts,
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                64,
                1024,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
