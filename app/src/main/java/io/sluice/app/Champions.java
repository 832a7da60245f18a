package io.sluice.app;

import io.sluice.dataset.Manifest;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.Registry;
import io.sluice.trainer.Artifact;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Registered models as they are needed: checked out with their checksums, loaded once. Not thread-safe. */
final class Champions {
    private static final int KEPT = 8;

    private final Registry registry;
    private final String model;
    private final Path directory;
    private final Map<String, Recommender> loaded = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Recommender> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param directory for checked-out files; only this class writes there
     */
    Champions(Registry registry, String model, Path directory) {
        this.registry = registry;
        this.model = model;
        this.directory = directory;
    }

    Optional<String> current() {
        return registry.champion(model).map(ModelVersion::version);
    }

    /**
     * The model of a version.
     *
     * @throws RuntimeException if its files are damaged
     */
    Recommender load(String version) {
        Recommender known = loaded.get(version);
        if (known != null) {
            return known;
        }
        Path checkedOut = directory.resolve(model + "-" + version);
        if (!Files.exists(checkedOut)) {
            registry.checkOut(model, version, checkedOut);
        }
        Recommender recommender = ModelFiles.load(checkedOut);
        loaded.put(version, recommender);
        return recommender;
    }

    Manifest manifest(String version) {
        return registry.read(model, version, Artifact.MANIFEST)
                .map(bytes -> Manifest.fromJson(new String(bytes, StandardCharsets.UTF_8)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no version " + version + " of " + model + "; see: sluice models"));
    }
}
