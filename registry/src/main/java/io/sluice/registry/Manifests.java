package io.sluice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The little that the registry reads in a version's {@code manifest.json}. */
final class Manifests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    /** The version that a manifest names as {@code parentVersion}; empty if it names none. */
    static String parentOf(byte[] manifest) {
        return read(manifest).path("parentVersion").asText("");
    }

    /** @throws IllegalArgumentException if it is not a JSON object */
    static JsonNode read(byte[] manifest) {
        try {
            JsonNode json = JSON.readTree(manifest);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("manifest.json is not JSON", e);
        }
        throw new IllegalArgumentException("manifest.json is not a JSON object");
    }
}
