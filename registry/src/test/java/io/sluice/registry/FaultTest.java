package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {
    @TempDir
    private Path directory;

    @Test
    void shouldDetectEveryFlippedByteOfAnArtifact() throws IOException {
        try (Registry registry = open(Disk.REAL, Duration.ofSeconds(20))) {
            Path source = Files.createDirectory(directory.resolve("source"));
            Files.write(source.resolve("weights.bin"), new byte[1_024]);
            ModelVersion version = registry.register("m", source, VersionKind.CANDIDATE, Map.of(), "");
            StoredFile file = version.files().get("weights.bin");
            Path blob = directory.resolve("registry/blobs/" + file.sha256().substring(0, 2) + "/" + file.sha256());
            byte[] bytes = Files.readAllBytes(blob);

            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (byte) (1 << i % 8);
                Files.write(blob, bytes);
                assertThatThrownBy(() -> registry.open(file)).as("byte %d", i).isInstanceOf(CorruptArtifact.class);
                bytes[i] ^= (byte) (1 << i % 8);
            }
            Files.write(blob, bytes);
            assertThat(registry.read("m", "1", "weights.bin")).contains(bytes);
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullLoseNothingAndGoOnWhenThereIsRoom() throws IOException {
        FullDisk disk = new FullDisk();
        Path sources = directory.resolve("sources");
        try (Registry registry = open(disk, Duration.ofSeconds(20))) {
            registry.register("m", Lifetime.source(sources, 1), VersionKind.CANDIDATE, Map.of(), "");
            disk.full = true;

            assertThatThrownBy(() ->
                            registry.register("m", Lifetime.source(sources, 2), VersionKind.CANDIDATE, Map.of(), ""))
                    .isInstanceOf(RegistryFailure.class)
                    .hasRootCauseMessage("No space left on device");
            assertThat(registry.versions("m")).hasSize(1);
            assertThat(Files.list(directory.resolve("registry/blobs/unfinished")))
                    .isEmpty();
            disk.full = false;
            assertThat(registry.register("m", Lifetime.source(sources, 2), VersionKind.CANDIDATE, Map.of(), "")
                            .version())
                    .isEqualTo("2");
        }
    }

    @Test
    void shouldSayThatTheDatabaseIsLockedAndGoOnWhenItIsNot() throws Exception {
        try (Registry registry = open(Disk.REAL, Duration.ofMillis(50))) {
            registry.createModel("m");
            try (Connection other =
                            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("registry/registry.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");

                assertThatThrownBy(() -> registry.createModel("other"))
                        .isInstanceOf(DatabaseAway.class)
                        .hasMessageContaining("locked by another process");
                assertThat(registry.model("m")).isPresent(); // reading goes on
                statement.execute("ROLLBACK");
            }
            assertThat(registry.createModel("other")).isTrue();
        }
    }

    @Test
    void shouldCollectOnlyWhatNothingNeeds() throws IOException {
        List<String> kept = new ArrayList<>();
        Path sources = directory.resolve("sources");
        Path root = directory.resolve("registry");
        try (Registry registry = open(Disk.REAL, Duration.ofSeconds(20))) {
            for (int n = 1; n <= 6; n++) {
                Path source = Lifetime.source(sources, n);
                // 4 descends from 3, and 6 is the newest.
                Files.writeString(source.resolve("manifest.json"), n == 4 ? "{\"parentVersion\":\"3\"}" : "{}");
                registry.register("m", source, VersionKind.CANDIDATE, Map.of(), "");
            }
            registry.forcePromote("m", Registry.CHAMPION, "1", Cause.of("operator", "first"));
            registry.forcePromote("m", "shadow", "4", Cause.of("operator", "try"));
        }
        java.time.Clock later = java.time.Clock.offset(Lifetime.CLOCK, Duration.ofDays(36_500));
        try (Registry registry = Registry.open(root, later, Disk.REAL, Duration.ofSeconds(20), statement -> {})) {
            GarbagePolicy policy = new GarbagePolicy(1, Duration.ofDays(7), true);
            Garbage looked = registry.collect(policy);
            assertThat(looked.versions()).containsExactlyInAnyOrder("m/2", "m/5");
            assertThat(registry.versions("m")).hasSize(6);

            Garbage collected = registry.collect(new GarbagePolicy(1, Duration.ofDays(7), false));

            assertThat(collected.versions()).isEqualTo(looked.versions());
            assertThat(collected.blobs()).hasSize(16); // eight parts each; the empty manifest is shared
            registry.versions("m").forEach(version -> {
                kept.add(version.version());
                version.files().forEach((path, file) -> assertThat(registry.read("m", version.version(), path))
                        .isPresent());
            });
            assertThat(kept).containsExactly("1", "3", "4", "6");
            assertThat(registry.collect(policy).blobs()).isEmpty();
        }
    }

    private Registry open(Disk disk, Duration patience) {
        return Registry.open(directory.resolve("registry"), Lifetime.CLOCK, disk, patience, statement -> {});
    }

    /** A disk that takes half a write when it is full. */
    private static final class FullDisk implements Disk {
        private boolean full;

        @Override
        public Handle create(Path newFile) throws IOException {
            Handle real = Disk.REAL.create(newFile);
            return new Handle() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    if (full) {
                        real.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                        throw new IOException("No space left on device");
                    }
                    real.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    real.force();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            Disk.REAL.move(from, to);
        }

        @Override
        public void createDirectory(Path target) throws IOException {
            Disk.REAL.createDirectory(target);
        }

        @Override
        public void forceDirectory(Path target) throws IOException {
            Disk.REAL.forceDirectory(target);
        }

        @Override
        public void delete(Path file) throws IOException {
            Disk.REAL.delete(file);
        }
    }
}
