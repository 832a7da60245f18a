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
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import io.sluice.simulator.Tastes;
import io.sluice.trainer.Reproduction;
import io.sluice.trainer.TrainingListener;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void shouldPromoteOnlyWhatIsProvenAndContinueWhereItStoppedAndRebuildEveryVersion() {
        run(SHOP.withDays(5));
        List<JsonNode> before = stored();
        run(SHOP);
        List<JsonNode> cycles = stored();

        assertThat(before).hasSize(2);
        assertThat(cycles).hasSize(4);
        assertThat(cycles.subList(0, before.size())).isEqualTo(before);
        try (Registry registry = Registry.open(directory.resolve("registry"), Clock.systemUTC());
                Warehouse warehouse = Warehouse.open(directory.resolve("warehouse"))) {
            assertThatTheLogIsGaplessAndOnlyVerdictsMovedTheAlias(registry);
            assertThatBadCandidatesWereStopped(registry, cycles);
            assertThatNoVersionKnewItsHoldout(registry, warehouse);
            assertThatEveryVersionHoldsWhatItLearntFrom(registry, warehouse);
            assertThatVersionsAreRebuiltByteForByte(registry, warehouse);
            assertThatOneFlippedParameterChangesTheBytes(registry, warehouse);
            assertThatACycleRunAgainSaysTheSameAndMovesNothing(registry, warehouse, cycles.get(3));
        }
    }

    /** As after a kill between the promotion and the end of the cycle. */
    private void assertThatACycleRunAgainSaysTheSameAndMovesNothing(
            Registry registry, Warehouse warehouse, JsonNode last) {
        Manifest manifest = champions(registry).manifest(last.path("candidate").asText());
        CutReader reader = new CutReader(warehouse);
        Instant end = manifest.split().holdout().to();
        int moves = registry.log(MODEL).size();
        Cycle.Input input = new Cycle.Input(
                4,
                SHOP.start(),
                manifest.cut(),
                manifest.split(),
                reader.interactions(
                        manifest.cut(), new TimeRange(manifest.split().train().from(), end)),
                reader.inventory(manifest.cut(), end));

        ObjectNode again = new Cycle(
                        CONFIG, GatePolicy.DEFAULTS, registry, new TableCare(warehouse), directory.resolve("again"))
                .run(input, TrainingListener.NONE);

        assertThat(again.without(List.of("seconds")).toString()).isEqualTo(last.toString());
        assertThat(registry.log(MODEL)).hasSize(moves);
    }

    private static void assertThatTheLogIsGaplessAndOnlyVerdictsMovedTheAlias(Registry registry) {
        List<PromotionEntry> log = registry.log(MODEL);
        assertThat(log).hasSizeGreaterThan(1);
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).sequence()).isEqualTo(i + 1L);
            assertThat(log.get(i).verdictId()).isPresent();
        }
        assertThat(registry.pendingAnnouncements()).isEmpty();
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
                EmbeddedStack stack = EmbeddedStack.start(home, ingestion, FeatureJobConfig.DEFAULTS);
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
