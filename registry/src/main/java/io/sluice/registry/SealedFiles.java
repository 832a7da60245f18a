package io.sluice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a version as a client knows them: their list matches the fingerprint, or there is no such object. */
record SealedFiles(String model, String version, String fingerprint, SortedMap<String, StoredFile> files) {
    SealedFiles {
        if (files.isEmpty() || !ModelVersion.fingerprintOf(files).equals(fingerprint)) {
            throw new CorruptArtifact(
                    "the file list of version " + version + " of " + model + " does not match its fingerprint");
        }
    }

    /**
     * Reads what {@code GET /api/sluice/v1/versions/MODEL/VERSION} answers.
     *
     * @throws CorruptArtifact if a path or a checksum is none, or the list does not match the fingerprint
     */
    static SealedFiles of(JsonNode json) {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        for (JsonNode file : json.path("files")) {
            String path = file.path("path").asText();
            String sha256 = file.path("sha256").asText();
            if (!SourceTree.isPlain(path) || !sha256.matches("[0-9a-f]{64}")) {
                throw new CorruptArtifact("the registry names a file that no version can hold: \"" + path + "\"");
            }
            files.put(path, new StoredFile(sha256, file.path("size_bytes").asLong()));
        }
        return new SealedFiles(
                json.path("model").asText(),
                json.path("version").asText(),
                json.path("fingerprint").asText(),
                files);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("version", version)
                .put("fingerprint", fingerprint);
        ArrayNode array = json.putArray("files");
        files.forEach((path, file) ->
                array.addObject().put("path", path).put("sha256", file.sha256()).put("size_bytes", file.sizeBytes()));
        return json;
    }

    /** Whether a directory holds exactly these bytes. */
    boolean areIn(Path directory) {
        try {
            for (Map.Entry<String, StoredFile> file : files.entrySet()) {
                Path place = directory.resolve(file.getKey());
                try (InputStream in = Files.newInputStream(place, LinkOption.NOFOLLOW_LINKS)) {
                    if (!file.getValue().equals(DurableFiles.measure(in))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
