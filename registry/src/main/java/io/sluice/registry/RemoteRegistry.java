package io.sluice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The calls that {@link ModelWatcher} makes. Everything that goes wrong on the way is a {@link RegistryFailure}. */
final class RemoteRegistry {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    RemoteRegistry(URI base) {
        this.base = base;
    }

    String versionOf(String model, String alias) {
        JsonNode answer =
                json("/api/2.0/mlflow/registered-models/alias?name=" + encoded(model) + "&alias=" + encoded(alias));
        return answer.path("model_version").path("version").asText();
    }

    /** Downloads a version into the cache, unless it is there undamaged, and returns its directory. */
    Path download(String model, String version, Path cache) {
        JsonNode answer = json("/api/sluice/v1/versions/" + encoded(model) + "/" + encoded(version));
        SortedMap<String, StoredFile> files = files(answer);
        String fingerprint = answer.path("fingerprint").asText();
        if (files.isEmpty() || !ModelVersion.fingerprintOf(files).equals(fingerprint)) {
            throw new CorruptArtifact(
                    "the file list of version " + version + " of " + model + " does not match its fingerprint");
        }
        // Named by content: two registries, or a model that was made anew, never share a directory.
        Path target = cache.resolve(fingerprint);
        if (Files.exists(target) && !isIntact(target, files)) {
            DurableFiles.deleteTree(target);
        }
        if (!Files.exists(target)) {
            DurableFiles.createDirectory(target, temporary -> fetchAll(model, version, files, temporary));
        }
        return target;
    }

    private void fetchAll(String model, String version, SortedMap<String, StoredFile> files, Path directory)
            throws IOException {
        for (Map.Entry<String, StoredFile> file : files.entrySet()) {
            Path place = directory.resolve(file.getKey());
            DurableFiles.createDirectories(place.getParent());
            byte[] bytes = get("/api/2.0/mlflow-artifacts/artifacts/models/" + encoded(model) + "/" + encoded(version)
                    + "/" + encodedPath(file.getKey()));
            StoredFile written = DurableFiles.write(new ByteArrayInputStream(bytes), place);
            if (!written.equals(file.getValue())) {
                throw new CorruptArtifact("received a damaged " + file.getKey() + " of version " + version + ": "
                        + written + ", expected " + file.getValue());
            }
        }
    }

    private static boolean isIntact(Path directory, SortedMap<String, StoredFile> files) {
        try {
            for (Map.Entry<String, StoredFile> file : files.entrySet()) {
                byte[] bytes = Files.readAllBytes(directory.resolve(file.getKey()));
                if (!file.getValue().equals(new StoredFile(Sha256.of(bytes), bytes.length))) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static SortedMap<String, StoredFile> files(JsonNode version) {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        for (JsonNode file : version.path("files")) {
            String path = file.path("path").asText();
            String sha256 = file.path("sha256").asText();
            if (!SourceTree.isPlain(path) || !sha256.matches("[0-9a-f]{64}")) {
                throw new CorruptArtifact("the registry names a file that no version can hold: \"" + path + "\"");
            }
            files.put(path, new StoredFile(sha256, file.path("size_bytes").asLong()));
        }
        return files;
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(get(path));
        } catch (IOException e) {
            throw new RegistryFailure("the registry's answer to " + path + " is not JSON", e);
        }
    }

    private byte[] get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new RegistryFailure("the registry answered " + response.statusCode() + " to " + path);
            }
            return response.body();
        } catch (IOException e) {
            throw new RegistryFailure("the registry at " + base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryFailure("interrupted while asking the registry", e);
        }
    }

    private static String encodedPath(String path) {
        return encoded(path).replace("%2F", "/");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
