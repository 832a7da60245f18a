package io.sluice.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A configuration file in YAML. Sections may be nested or written with dots. */
final class ConfigFile {
    private static final YAMLMapper YAML = new YAMLMapper();

    private ConfigFile() {}

    /**
     * Reads dotted keys and values.
     *
     * @throws IllegalArgumentException if the file is missing or is not YAML
     */
    static Map<String, String> read(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("there is no configuration file " + file.toAbsolutePath());
            }
            flatten("", YAML.readTree(Files.readString(file)), values);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    file + " is not YAML, line " + malformed.getLocation().getLineNr() + ": "
                            + malformed.getOriginalMessage(),
                    malformed);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
        return values;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                            field.getValue(),
                            values));
        } else if (node.isArray()) {
            values.put(
                    prefix,
                    StreamSupport.stream(node.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(",")));
        } else if (!node.isNull() && !node.isMissingNode()) {
            values.put(prefix, node.asText());
        }
    }
}
