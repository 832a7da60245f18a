package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model as such, without its versions.
 *
 * @param aliases alias → version that it names now
 */
public record RegisteredModel(
        String name,
        Instant created,
        Instant updated,
        String description,
        Map<String, String> tags,
        Map<String, String> aliases) {
    public RegisteredModel {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
    }
}
