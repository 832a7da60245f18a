package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.Registry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files of versions under {@code models/NAME/VERSION/}: exact names from the sealed list, never file-system paths. */
final class Artifacts {
    private final Registry registry;

    Artifacts(Registry registry) {
        this.registry = registry;
    }

    /** Reads {@code models/NAME/VERSION/FILE}. */
    byte[] read(String path) {
        String[] parts = path.split("/", 4);
        if (parts.length < 4 || !parts[0].equals("models")) {
            throw ApiError.missing("artifact of that name");
        }
        return registry.read(parts[1], parts[2], parts[3]).orElseThrow(() -> ApiError.missing("artifact of that name"));
    }

    /** Lists one level below {@code models/NAME/VERSION[/DIRECTORY]}; unknown places are empty, as MLflow has it. */
    ObjectNode list(String path) {
        String[] parts = path.split("/", 4);
        ObjectNode answer = Json.object();
        ArrayNode files = answer.putArray("files");
        if (parts.length >= 3 && parts[0].equals("models")) {
            registry.version(parts[1], parts[2])
                    .ifPresent(version -> addChildren(files, version, parts.length == 4 ? parts[3] : ""));
        }
        return answer;
    }

    private static void addChildren(ArrayNode files, ModelVersion version, String directory) {
        String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
        Set<String> directories = new TreeSet<>();
        for (Map.Entry<String, io.sluice.registry.StoredFile> file :
                version.files().entrySet()) {
            if (!file.getKey().startsWith(prefix)) {
                continue;
            }
            String name = file.getKey().substring(prefix.length());
            int slash = name.indexOf('/');
            if (slash >= 0) {
                directories.add(name.substring(0, slash));
            } else {
                files.addObject()
                        .put("path", name)
                        .put("is_dir", false)
                        .put("file_size", Long.toString(file.getValue().sizeBytes()));
            }
        }
        directories.forEach(name -> files.addObject().put("path", name).put("is_dir", true));
    }
}
