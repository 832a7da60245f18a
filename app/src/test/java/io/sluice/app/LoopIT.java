package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.app.config.TrainerConfig;
import io.sluice.dataset.CutReader;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.TableCare;
import io.sluice.dataset.Tables;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.Warehouse;
import io.sluice.evaluator.GatePolicy;
import io.sluice.featurepipeline.EmbeddedFlink;
import io.sluice.featurepipeline.FeatureJobConfig;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.PromotionEntry;
import io.sluice.registry.Query;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.Run;
import io.sluice.registry.RunStatus;
import io.sluice.registry.VersionKind;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import io.sluice.simulator.Tastes;
import io.sluice.trainer.Reproduction;
import io.sluice.trainer.TrainingListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class LoopIT {
    private static final ShopConfig SHOP =
            new ShopConfig(9, ShopConfig.DEFAULTS.start(), 7, 400, 80, 400, ShopConfig.Faults.DEFAULTS);
    private static final String MODEL = TrainerConfig.DEFAULTS.model();
    private static final LoopConfig CONFIG = new LoopConfig(
            LocalTime.MIDNIGHT,
            new TrainerConfig(
                    MODEL,
                    Duration.ofDays(1),
                    Duration.ofDays(28),
                    List.of("popularity", "covisitation"),
                    1,
                    Duration.ofDays(4)),
            List.of(3, 4),
            Optional.of(new Tastes(SHOP)));

    @TempDir
    private Path directory;

    @Test
    void shouldPromoteOnlyWhatIsProvenAndContinueWhereItStoppedAndRebuildEveryVersion() throws IOException {
        run(SHOP.withDays(5));
        List<JsonNode> before = stored();
        Path afterTwo = copied(directory.resolve("registry"), "after-two-cycles");
        run(SHOP);
        List<JsonNode> cycles = stored();

        assertThat(before).hasSize(2);
        assertThat(cycles).hasSize(4);
        assertThat(cycles.subList(0, before.size())).isEqualTo(before);
        try (Registry registry = Registry.open(directory.resolve("registry"), Clock.systemUTC());
                Warehouse warehouse = Warehouse.open(directory.resolve("warehouse"))) {
            assertThatTheLogIsGaplessAndOnlyVerdictsMovedTheAlias(registry);
            assertThat(registry.pendingAnnouncements()).isEmpty();
            assertThatEveryCycleIsATrackedRun(registry, cycles.size());
            assertThatBadCandidatesWereStopped(registry, cycles);
            assertThatNoVersionKnewItsHoldout(registry, warehouse);
            assertThatEveryVersionHoldsWhatItLearntFrom(registry, warehouse);
            assertThatVersionsAreRebuiltByteForByte(registry, warehouse);
            assertThatOneFlippedParameterChangesTheBytes(registry, warehouse);
            assertThatACycleRunAgainSaysTheSameAndMovesNothing(registry, warehouse, cycles.get(3));
            assertThatACycleThatDiesAnywhereIsFinishedByTheNext(registry, warehouse, afterTwo, cycles.get(2));
        }
    }

    private static void assertThatEveryCycleIsATrackedRun(Registry registry, int cycles) {
        String experiment =
                registry.experiments().findNamed(MODEL).orElseThrow().id();
        List<Run> finished = registry.runs().search(List.of(experiment), Query.first(100)).items().stream()
                .filter(run -> run.status() == RunStatus.FINISHED)
                .toList();
        assertThat(finished).hasSizeGreaterThanOrEqualTo(cycles).allSatisfy(run -> {
            assertThat(run.tags()).containsKeys("candidate", "verdict");
            assertThat(run.datasets()).hasSize(1);
            assertThat(run.params()).isNotEmpty();
        });
    }

    /** As after a kill between the promotion and the end of the cycle. */
    private void assertThatACycleRunAgainSaysTheSameAndMovesNothing(
            Registry registry, Warehouse warehouse, JsonNode last) {
        int moves = registry.log(MODEL).size();

        ObjectNode again = cycle(registry, warehouse, "again")
                .run(input(registry, warehouse, 4, last.path("candidate").asText()), TrainingListener.NONE);

        assertThat(again.without(List.of("seconds")).toString()).isEqualTo(last.toString());
        assertThat(registry.log(MODEL)).hasSize(moves);
    }

    /** The third cycle, sabotage included, killed at each moment at which the registry writes, then run again. */
    private void assertThatACycleThatDiesAnywhereIsFinishedByTheNext(
            Registry finished, Warehouse warehouse, Path afterTwo, JsonNode undisturbed) throws IOException {
        Cycle.Input input =
                input(finished, warehouse, 3, undisturbed.path("candidate").asText());
        int deaths = 0;
        for (boolean died = true; died; deaths++) {
            Path root = copied(afterTwo, "dies-" + deaths);
            died = dies(root, warehouse, input, deaths);
            try (Registry reopened = Registry.open(root, Clock.systemUTC())) {
                ObjectNode report =
                        cycle(reopened, warehouse, "finishes-" + deaths).run(input, TrainingListener.NONE);

                assertThat(report.without(List.of("seconds")).toString())
                        .as("killed at write %s", deaths)
                        .isEqualTo(undisturbed.toString());
                assertThatTheLogIsGaplessAndOnlyVerdictsMovedTheAlias(reopened);
            }
        }
        assertThat(deaths).isGreaterThan(5);
    }

    /** Whether the cycle came as far as its {@code fatal}-th write. */
    private boolean dies(Path root, Warehouse warehouse, Cycle.Input input, int fatal) {
        MortalClock clock = new MortalClock();
        try (Registry registry = Registry.open(root, clock)) {
            clock.dieAfter(fatal);
            cycle(registry, warehouse, "dies-" + fatal).run(input, TrainingListener.NONE);
            return false;
        } catch (Killed expected) {
            return true;
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Every write asks for the time, inside its transaction: whoever asks once too often dies there. */
    private static final class MortalClock extends Clock {
        private int left = Integer.MAX_VALUE;

        private void dieAfter(int writes) {
            left = writes;
        }

        @Override
        public Instant instant() {
            if (left-- <= 0) {
                throw new Killed();
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Cycle cycle(Registry registry, Warehouse warehouse, String work) {
        return new Cycle(
                CONFIG, GatePolicy.DEFAULTS, registry, new TableCare(warehouse), directory.resolve("work-" + work));
    }

    /** What cycle {@code n} worked on, by the manifest of its candidate. */
    private Cycle.Input input(Registry registry, Warehouse warehouse, int n, String candidate) {
        Manifest manifest = champions(registry).manifest(candidate);
        CutReader reader = new CutReader(warehouse);
        Instant end = manifest.split().holdout().to();
        return new Cycle.Input(
                n,
                SHOP.start(),
                manifest.cut(),
                manifest.split(),
                reader.interactions(
                        manifest.cut(), new TimeRange(manifest.split().train().from(), end)),
                reader.inventory(manifest.cut(), end));
    }

    private Path copied(Path from, String name) throws IOException {
        Path to = directory.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    private static void assertThatTheLogIsGaplessAndOnlyVerdictsMovedTheAlias(Registry registry) {
        List<PromotionEntry> log = registry.log(MODEL);
        assertThat(log).hasSizeGreaterThan(1);
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).sequence()).isEqualTo(i + 1L);
            assertThat(log.get(i).verdictId()).isPresent();
        }
    }

    private static void assertThatBadCandidatesWereStopped(Registry registry, List<JsonNode> cycles) {
        List<String> states = new ArrayList<>();
        for (JsonNode cycle : cycles) {
            cycle.path("injected")
                    .forEach(bad -> states.add(bad.path("verdict").asText() + " "
                            + bad.path("state").asText()));
        }
        assertThat(states).containsExactly("INCONCLUSIVE INVALID_HOLDOUT", "REJECT JUDGED");
        List<String> sabotaged = registry.versions(MODEL).stream()
                .filter(version -> version.kind() == VersionKind.SABOTAGE)
                .map(ModelVersion::version)
                .toList();
        assertThat(registry.log(MODEL))
                .noneMatch(entry -> sabotaged.contains(entry.to().orElseThrow()));
    }

    /** From the tables and manifests, not from what the run said of itself. */
    private void assertThatNoVersionKnewItsHoldout(Registry registry, Warehouse warehouse) {
        CutReader reader = new CutReader(warehouse);
        Champions champions = champions(registry);
        for (ModelVersion version : registry.versions(MODEL)) {
            Manifest manifest = champions.manifest(version.version());
            Interactions holdout =
                    reader.interactions(manifest.cut(), manifest.split().holdout());
            assertThat(holdout.isEmpty()).isFalse();
            if (version.kind() == VersionKind.CANDIDATE) {
                assertThat(manifest.informationCutOff()).isBefore(Instant.ofEpochMilli(holdout.time(0)));
            }
        }
    }

    /** Even an expiry that spares nothing by age leaves what the versions need: they are rebuilt after it. */
    private void assertThatEveryVersionHoldsWhatItLearntFrom(Registry registry, Warehouse warehouse) {
        TableCare care = new TableCare(warehouse);
        List<String> versions = registry.versions(MODEL).stream()
                .map(version -> MODEL + "-" + version.version())
                .toList();
        assertThat(care.held(Tables.INTERACTIONS).keySet()).containsExactlyInAnyOrderElementsOf(versions);

        int expired = care.expire(Instant.now(), EmbeddedFlink.retainedCheckpoints(directory.resolve("flink")));

        assertThat(expired).isPositive();
    }

    private void assertThatVersionsAreRebuiltByteForByte(Registry registry, Warehouse warehouse) {
        Champions champions = champions(registry);
        for (String version : List.of("1", "2", "3")) {
            Reproduction rebuilt = Reproduction.of(
                    champions.manifest(version), new CutReader(warehouse), directory.resolve("rebuilt-" + version));
            assertThat(rebuilt.differences()).isEmpty();
            assertThat(rebuilt.isExact()).isTrue();
        }
    }

    private void assertThatOneFlippedParameterChangesTheBytes(Registry registry, Warehouse warehouse) {
        Manifest sound = champions(registry).manifest("2");
        TreeMap<String, String> parameters = new TreeMap<>(sound.parameters());
        parameters.put("half-life-days", "1.5");
        Manifest flipped = new Manifest(
                sound.model(),
                sound.family(),
                parameters,
                sound.seed(),
                sound.cut(),
                sound.split(),
                sound.learning(),
                sound.informationCutOff(),
                sound.trainRows(),
                sound.validationRows(),
                sound.interactionsFingerprint(),
                sound.inventoryFingerprint(),
                sound.schemaFingerprints(),
                sound.codeVersion(),
                sound.numericProfile(),
                sound.parentVersion(),
                sound.files());

        assertThat(Reproduction.of(flipped, new CutReader(warehouse), directory.resolve("flipped"))
                        .isExact())
                .isFalse();
    }

    private Champions champions(Registry registry) {
        return new Champions(registry, MODEL, directory.resolve("check"));
    }

    private List<JsonNode> stored() {
        try (Registry registry = Registry.open(directory.resolve("registry"), Clock.systemUTC())) {
            return Loop.cycles(registry).stream()
                    .map(cycle -> ((ObjectNode) cycle).without(List.of("seconds")))
                    .map(JsonNode.class::cast)
                    .toList();
        }
    }

    private void run(ShopConfig shop) {
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()), System::nanoTime);
        IngestionConfig ingestion = IngestionConfig.DEFAULTS.trustingArrivals();
        try (Home home = Home.take(directory);
                EmbeddedStack stack =
                        EmbeddedStack.start(home, ingestion, FeatureJobConfig.DEFAULTS, RegistryConfig.DEFAULTS);
                ReplayDriver driver = new ReplayDriver(
                        stack.bootstrapServers(),
                        EmbeddedStack.TOPICS,
                        new Shop(shop).name(),
                        new Shop(shop).deliveries(),
                        ingestion.lateness())) {
            new Loop(CONFIG, GatePolicy.DEFAULTS, stack, home, driver, silent, new AtomicBoolean()).run();
        }
    }
}
