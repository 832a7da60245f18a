package io.sluice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a watcher loaded last, noted beside the cached versions, so that a restart needs no registry. */
final class LastGood {
    private static final Logger log = LoggerFactory.getLogger(LastGood.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path cache;
    private final Path note;

    LastGood(ModelWatcher.Watched watched) {
        this.cache = watched.cache();
        this.note = cache.resolve("last-" + Sha256.of(watched.model() + "@" + watched.alias()) + ".json");
    }

    /** A version that was loaded once, and whose bytes are what they were then. */
    record Copy(String version, Path directory, Instant confirmed) {}

    void remember(SealedFiles files, Instant confirmed) {
        Path temporary = cache.resolve("." + UUID.randomUUID());
        String text = files.json().put("confirmed", confirmed.toString()).toString();
        try {
            DurableFiles.REAL.write(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), temporary);
            DurableFiles.REAL.publish(temporary, note);
        } catch (IOException e) {
            throw new RegistryFailure("cannot note the last good version in " + note, e);
        } finally {
            DurableFiles.REAL.deleteIfExists(temporary);
        }
    }

    /** Empty if nothing was loaded yet, or its bytes are damaged. */
    Optional<Copy> find() {
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(note));
            SealedFiles files = SealedFiles.of(json);
            Path directory = cache.resolve(files.fingerprint());
            return files.areIn(directory)
                    ? Optional.of(new Copy(
                            files.version(),
                            directory,
                            Instant.parse(json.path("confirmed").asText())))
                    : Optional.empty();
        } catch (IOException | CorruptArtifact e) {
            log.warn("event=last_good_unusable note={} because=\"{}\"", note, e.getMessage());
            return Optional.empty();
        }
    }
}
