package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A life of publishing and promoting that can end between any two steps, and what must hold wherever it ended. What has
 * returned is reported, so that it can be asked for afterwards.
 */
final class Lifetime {
    static final String MODEL = "recommender";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

    private static final int VERSIONS = 3;
    private static final int FILES = 8;
    private static final Cause GATE = Cause.of("gate", "better");

    private Lifetime() {}

    static Registry open(Path root, Disk disk, Consumer<String> observer) {
        return Registry.open(root, CLOCK, disk, Duration.ofSeconds(20), observer);
    }

    /** Publishes three versions and promotes each, then goes back to the second; tells what has returned. */
    static void live(Registry registry, Path sources, Consumer<String> returned) {
        for (int n = 1; n <= VERSIONS; n++) {
            String version = registry.register(MODEL, source(sources, n), VersionKind.CANDIDATE, Map.of("n", "x"), "")
                    .version();
            returned.accept("registered " + version);
            Optional<String> champion = registry.alias(MODEL, Registry.CHAMPION);
            String verdict = "verdict " + version;
            registry.recordVerdict(
                    new Verdict(verdict, MODEL, version, champion, Decision.PROMOTE, "JUDGED", CLOCK.instant(), "{}"));
            PromotionEntry entry = registry.promote(MODEL, Registry.CHAMPION, champion, version, verdict, GATE)
                    .moved()
                    .orElseThrow();
            returned.accept("moved " + entry.sequence());
        }
        PromotionEntry back =
                registry.rollback(MODEL, Registry.CHAMPION, GATE).moved().orElseThrow();
        returned.accept("moved " + back.sequence());
    }

    /** Reopens what a life left behind, and asks for everything that must hold; then lives once more. */
    static void requireSound(Path root, Path sources, List<String> returned) throws IOException {
        try (Registry registry = open(root, Disk.REAL, statement -> {})) {
            requireSound(registry, root, returned);
            live(registry, sources, again -> {});
            requireSound(registry, root, returned);
        }
    }

    private static void requireSound(Registry registry, Path root, List<String> returned) throws IOException {
        List<PromotionEntry> log = registry.log(MODEL);
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).sequence()).isEqualTo(i + 1);
            assertThat(log.get(i).from())
                    .isEqualTo(i == 0 ? Optional.empty() : log.get(i - 1).to());
        }
        assertThat(registry.alias(MODEL, Registry.CHAMPION))
                .isEqualTo(
                        log.isEmpty()
                                ? Optional.empty()
                                : log.get(log.size() - 1).to());
        assertThat(registry.pendingAnnouncements()).isEqualTo(log);
        for (ModelVersion version : registry.versions(MODEL)) {
            assertThat(version.files()).hasSize(FILES);
            for (StoredFile file : version.files().values()) {
                try (var in = registry.open(file)) {
                    assertThat(DurableFiles.measure(in)).isEqualTo(file);
                }
            }
        }
        for (String each : returned) {
            String[] words = each.split(" ");
            if (words[0].equals("registered")) {
                assertThat(registry.version(MODEL, words[1])).as(each).isPresent();
            } else {
                assertThat(log).as(each).hasSizeGreaterThanOrEqualTo(Integer.parseInt(words[1]));
            }
        }
        assertThat(root.resolve("registry.db")).exists();
    }

    static List<String> list() {
        return new ArrayList<>();
    }

    static Path source(Path sources, int n) {
        try {
            Path source = sources.resolve("version-" + n);
            if (!Files.exists(source)) {
                Files.createDirectories(source);
                for (int file = 0; file < FILES; file++) {
                    Files.writeString(source.resolve("part-" + file), "weights " + n + " " + file);
                }
            }
            return source;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
