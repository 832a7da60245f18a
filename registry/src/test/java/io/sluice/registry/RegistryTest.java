package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.MoveResult.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final String MODEL = "recommender";
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Cause GATE = Cause.of("gate", "better");

    @TempDir
    private Path directory;

    private Registry registry;

    @BeforeEach
    void open() {
        registry = openRegistry(directory);
    }

    Registry openRegistry(Path directory) {
        return Registry.open(directory.resolve("registry"), CLOCK);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldKeepAVersionAsItWasWhenTheSourceChanges() throws IOException {
        Path source = source("weights one");
        ModelVersion registered =
                registry.register(MODEL, source, VersionKind.CANDIDATE, Map.of("family", "popularity"), "run1");
        Files.writeString(source.resolve("MLmodel"), "changed");

        Path copy = registry.checkOut(MODEL, "1", directory.resolve("copy"));

        assertThat(registry.version(MODEL, "1")).contains(registered);
        assertThat(registered.files()).containsOnlyKeys("MLmodel", "parts/weights.bin");
        assertThat(copy.resolve("MLmodel")).hasContent("flavors: {}");
        assertThat(copy.resolve("parts/weights.bin")).hasContent("weights one");
        assertThat(registry.read(MODEL, "1", "../registry.db")).isEmpty();
    }

    @Test
    void shouldRefuseLinksAndEmptyDirectories() throws IOException {
        Path source = source("weights");
        Files.createSymbolicLink(source.resolve("link"), Path.of("/etc/hostname"));

        assertThatThrownBy(() -> register(source)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> register(Files.createDirectory(directory.resolve("empty"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.versions(MODEL)).isEmpty();
    }

    @Test
    void shouldDetectAFlippedByte() throws IOException {
        ModelVersion version = version("weights");
        String sha256 = version.files().get("parts/weights.bin").sha256();
        Path blob = directory.resolve("registry/blobs/" + sha256.substring(0, 2) + "/" + sha256);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[3] ^= 1;
        Files.write(blob, bytes);

        Path target = directory.resolve("copy");

        assertThatThrownBy(() -> registry.checkOut(MODEL, "1", target))
                .isInstanceOf(CorruptArtifact.class)
                .hasMessageContaining(sha256);
        assertThatThrownBy(() -> registry.read(MODEL, "1", "parts/weights.bin")).isInstanceOf(CorruptArtifact.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void shouldGoOnWhereAKilledProcessLeftUnfinishedFiles() throws IOException {
        version("one");
        Path unfinished = directory.resolve("registry/blobs/unfinished/half");
        Files.writeString(unfinished, "ha");
        Files.setLastModifiedTime(unfinished, FileTime.from(NOW.minusSeconds(86_400)));
        registry.saveCycle("demo", 1, "{}");
        registry.saveCycle("demo", 1, "{\"version\":\"1\"}");

        registry.close();
        registry = openRegistry(directory);

        assertThat(unfinished).doesNotExist();
        assertThat(version("two").version()).isEqualTo("2");
        assertThat(registry.cycles("demo")).containsExactly(new Cycle(1, "{\"version\":\"1\"}"));
    }

    @Test
    void shouldLetOneEvaluatorWinARaceAndKeepTheLogGapless() throws Exception {
        version("champion");
        registry.forcePromote(MODEL, Registry.CHAMPION, "1", Cause.of("operator", "first"));
        for (int candidate = 2; candidate <= 9; candidate++) {
            version("candidate " + candidate);
            judge(Integer.toString(candidate), Optional.of("1"), Decision.PROMOTE);
        }

        List<MoveResult> results = race(8);

        assertThat(results).filteredOn(result -> result.moved().isPresent()).hasSize(1);
        assertThat(results)
                .filteredOn(result -> result.refusal().equals(Optional.of(Reason.LOST_RACE)))
                .hasSize(7);
        List<PromotionEntry> log = registry.log(MODEL);
        assertThat(log.stream().mapToLong(PromotionEntry::sequence))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 2).boxed().toList());
        assertThat(log.get(1).from()).contains("1");
        assertThat(registry.alias(MODEL, Registry.CHAMPION))
                .isEqualTo(log.get(1).to());
    }

    @Test
    void shouldPromoteOnlyByAFittingVerdict() {
        version("one");
        version("two");
        judge("1", Optional.empty(), Decision.PROMOTE);
        judge("2", Optional.of("1"), Decision.INCONCLUSIVE);

        assertThat(promote(Optional.empty(), "2", "verdict-1").refusal()).contains(Reason.NO_SUCH_VERDICT);
        assertThat(promote(Optional.empty(), "1", "unknown").refusal()).contains(Reason.NO_SUCH_VERDICT);
        assertThat(promote(Optional.empty(), "1", "verdict-1").moved()).isPresent();
        assertThat(promote(Optional.of("1"), "2", "verdict-2").refusal()).contains(Reason.NO_SUCH_VERDICT);
        assertThat(registry.champion(MODEL)).map(ModelVersion::version).contains("1");
    }

    @Test
    void shouldKeepAVerdictAndRefuseAnotherUnderItsId() {
        version("one");
        judge("1", Optional.empty(), Decision.PROMOTE);
        judge("1", Optional.empty(), Decision.PROMOTE);

        assertThatThrownBy(() -> judge("1", Optional.empty(), Decision.REJECT))
                .isInstanceOf(IllegalStateException.class);
        assertThat(registry.latestVerdict(MODEL, "1")).map(Verdict::decision).contains(Decision.PROMOTE);
    }

    @Test
    void shouldNotPromoteWhileFrozen() {
        version("one");
        judge("1", Optional.empty(), Decision.PROMOTE);
        registry.freeze(Cause.of("operator", "sale weekend"));

        assertThat(promote(Optional.empty(), "1", "verdict-1").refusal()).contains(Reason.FROZEN);
        registry.thaw(Cause.of("operator", "sale is over"));
        assertThat(promote(Optional.empty(), "1", "verdict-1").moved()).isPresent();
    }

    @Test
    void shouldRollBackOneStepAfterAnotherAndRebuildTheAliasFromTheLog() {
        for (String version : List.of("1", "2", "3")) {
            version("weights " + version);
            registry.forcePromote(MODEL, Registry.CHAMPION, version, Cause.of("operator", "test"));
        }

        assertThat(rollback().moved()).map(PromotionEntry::to).contains(Optional.of("2"));
        assertThat(rollback().moved()).map(PromotionEntry::to).contains(Optional.of("1"));
        assertThat(rollback().refusal()).contains(Reason.NOTHING_EARLIER);
        assertThat(registry.rebuildAliases(MODEL)).isEqualTo(Map.of(Registry.CHAMPION, "1"));
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains("1");
    }

    @Test
    void shouldTellTheChampionAtATime() {
        version("one");
        version("two");
        Cause first = Cause.of("operator", "first").at(NOW.plusSeconds(100));
        registry.forcePromote(MODEL, Registry.CHAMPION, "1", first);
        registry.forcePromote(MODEL, Registry.CHAMPION, "2", first.at(NOW.plusSeconds(200)));
        registry.rollback(MODEL, Registry.CHAMPION, Cause.of("operator", "no event time"));

        assertThat(registry.championAtEventTime(MODEL, NOW)).isEmpty();
        assertThat(registry.championAtEventTime(MODEL, NOW.plusSeconds(199))).contains("1");
        assertThat(registry.championAtEventTime(MODEL, NOW.plusSeconds(200))).contains("1");
        assertThat(registry.championAtWallTime(MODEL, NOW.minusMillis(1))).isEmpty();
        assertThat(registry.championAtWallTime(MODEL, NOW)).contains("1");
    }

    @Test
    void shouldAnnounceEveryMoveUntilItIsMarked() {
        version("one");
        registry.forcePromote(MODEL, Registry.CHAMPION, "1", Cause.of("operator", "first"));

        PromotionEntry entry = registry.pendingAnnouncements().get(0);
        registry.markAnnounced(entry.sequence());

        assertThat(entry.announcement().getWhy()).isEqualTo("FORCED: first");
        assertThat(entry.announcement().getToVersion()).contains("1");
        assertThat(registry.pendingAnnouncements()).isEmpty();
    }

    @Test
    void shouldNeverDeleteAVersionThatWasChampionNorGiveANumberTwice() {
        version("one");
        version("two");
        registry.forcePromote(MODEL, Registry.CHAMPION, "1", Cause.of("operator", "first"));
        registry.forcePromote(MODEL, Registry.CHAMPION, "2", Cause.of("operator", "second"));
        version("three");

        assertThatThrownBy(() -> registry.deleteVersion(MODEL, "1")).isInstanceOf(IllegalStateException.class);
        assertThat(registry.deleteVersion(MODEL, "3")).isTrue();
        assertThat(version("four").version()).isEqualTo("4");
    }

    @Test
    void shouldTrackARunWithTheHistoryOfItsMetrics() {
        Runs runs = registry.runs();
        Run run = runs.start(registry.experiments().named("demo").id(), "first", Map.of());
        runs.logParam(run.id(), "k", "20");
        runs.logMetric(run.id(), "ndcg", 0.1, 1);
        runs.logMetric(run.id(), "ndcg", Double.NaN, 2);
        runs.end(run.id(), RunStatus.FINISHED);

        assertThatThrownBy(() -> runs.logParam(run.id(), "k", "10")).isInstanceOf(IllegalArgumentException.class);
        assertThat(runs.history(run.id(), "ndcg")).extracting(Metric::value).containsExactly(0.1, Double.NaN);
        Run ended = runs.find(run.id()).orElseThrow();
        assertThat(ended.params()).isEqualTo(Map.of("k", "20"));
        assertThat(ended.metrics().get("ndcg").step()).isEqualTo(2);
        assertThat(ended.ended()).contains(NOW);
    }

    /** Versions 2 and up, each through its own connection, as separate processes would. */
    private List<MoveResult> race(int evaluators) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(evaluators);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<MoveResult>> attempts = new ArrayList<>();
        for (int i = 0; i < evaluators; i++) {
            String candidate = Integer.toString(i + 2);
            attempts.add(threads.submit(() -> {
                try (Registry own = openRegistry(directory)) {
                    start.await();
                    return own.promote(
                            MODEL, Registry.CHAMPION, Optional.of("1"), candidate, "verdict-" + candidate, GATE);
                }
            }));
        }
        start.countDown();
        List<MoveResult> results = new ArrayList<>();
        for (Future<MoveResult> attempt : attempts) {
            results.add(attempt.get());
        }
        threads.shutdown();
        return results;
    }

    private MoveResult promote(Optional<String> from, String to, String verdict) {
        return registry.promote(MODEL, Registry.CHAMPION, from, to, verdict, GATE);
    }

    private MoveResult rollback() {
        return registry.rollback(MODEL, Registry.CHAMPION, Cause.of("operator", "worse"));
    }

    private void judge(String candidate, Optional<String> champion, Decision decision) {
        registry.recordVerdict(new Verdict(
                "verdict-" + candidate, MODEL, candidate, champion, decision, "JUDGED", NOW, "{\"ndcg\":0.1}"));
    }

    private ModelVersion version(String weights) {
        return register(source(weights));
    }

    private ModelVersion register(Path source) {
        return registry.register(MODEL, source, VersionKind.CANDIDATE, Map.of(), "");
    }

    private Path source(String weights) {
        try (Stream<Path> taken = Files.list(directory)) {
            Path source = directory.resolve("source" + taken.count());
            Files.createDirectories(source.resolve("parts"));
            Files.writeString(source.resolve("MLmodel"), "flavors: {}");
            Files.writeString(source.resolve("parts/weights.bin"), weights);
            return source;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
