package io.sluice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Optional;

/** The calls that {@link ModelWatcher} makes. Everything that goes wrong on the way is a {@link RegistryFailure}. */
final class RemoteRegistry {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Optional<String> token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    RemoteRegistry(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    String versionOf(String model, String alias) {
        JsonNode answer =
                json("/api/2.0/mlflow/registered-models/alias?name=" + encoded(model) + "&alias=" + encoded(alias));
        return answer.path("model_version").path("version").asText();
    }

    SealedFiles filesOf(String model, String version) {
        return SealedFiles.of(json("/api/sluice/v1/versions/" + encoded(model) + "/" + encoded(version)));
    }

    /** Downloads a version into the cache, unless it is there undamaged, and returns its directory. */
    Path download(SealedFiles files, Path cache) {
        // Named by content: two registries, or a model that was made anew, never share a directory.
        Path target = cache.resolve(files.fingerprint());
        if (Files.exists(target) && !files.areIn(target)) {
            DurableFiles.REAL.deleteTree(target);
        }
        if (!Files.exists(target)) {
            DurableFiles.REAL.createDirectory(target, temporary -> fetchAll(files, temporary));
        }
        return target;
    }

    private void fetchAll(SealedFiles files, Path directory) throws IOException {
        for (Map.Entry<String, StoredFile> file : files.files().entrySet()) {
            Path place = directory.resolve(file.getKey());
            DurableFiles.REAL.createDirectories(place.getParent());
            StoredFile expected = file.getValue();
            try (InputStream in = get("/api/2.0/mlflow-artifacts/artifacts/models/" + encoded(files.model()) + "/"
                    + encoded(files.version()) + "/" + encodedPath(file.getKey()))) {
                StoredFile written = write(in, place, expected);
                if (!written.equals(expected)) {
                    throw new CorruptArtifact("received a damaged " + file.getKey() + " of version " + files.version()
                            + ": " + written + ", expected " + expected);
                }
            }
        }
        requireManifest(directory);
    }

    private static StoredFile write(InputStream in, Path place, StoredFile expected) throws IOException {
        try {
            return DurableFiles.REAL.write(in, place, expected.sizeBytes());
        } catch (IllegalArgumentException tooLong) {
            throw new CorruptArtifact("received more bytes for " + place.getFileName() + " than it has");
        }
    }

    /** A version that carries a manifest carries one that can be read. */
    private static void requireManifest(Path directory) throws IOException {
        Path manifest = directory.resolve(MANIFEST);
        if (Files.exists(manifest)) {
            try {
                Manifests.read(Files.readAllBytes(manifest));
            } catch (IllegalArgumentException e) {
                throw new CorruptArtifact(e.getMessage());
            }
        }
    }

    private JsonNode json(String path) {
        try (InputStream in = get(path)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new RegistryFailure("the registry's answer to " + path + " is not JSON", e);
        }
    }

    private InputStream get(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
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
