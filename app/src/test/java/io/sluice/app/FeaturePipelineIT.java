package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.Example;
import io.sluice.dataset.Examples;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.Warehouse;
import io.sluice.featurepipeline.EmbeddedFlink;
import io.sluice.featurepipeline.FeatureJobConfig;
import io.sluice.ingestion.Ingestion;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.TopicSetup;
import io.sluice.ingestion.UserKeySecret;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.Cut;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class FeaturePipelineIT {
    private static final Topics TOPICS = Topics.DEFAULTS;
    private static final int PARTITIONS = 2;
    private static final ShopConfig SHOP =
            new ShopConfig(5, ShopConfig.DEFAULTS.start(), 3, 100, 60, 200, ShopConfig.Faults.DEFAULTS);
    private static final Instant START = SHOP.start();
    private static final Instant DAY_ONE = START.plus(Duration.ofDays(1));
    private static final Instant DAY_TWO = START.plus(Duration.ofDays(2));

    @TempDir
    private Path directory;

    @Test
    void shouldWriteEachInteractionOnceAcrossARestartOfEverythingAtAnotherParallelism() {
        Cut first = replayUntil(DAY_ONE, 1);
        Cut second = replayUntil(DAY_TWO, 2);

        try (Warehouse warehouse = Warehouse.open(directory.resolve("warehouse"))) {
            CutReader reader = new CutReader(warehouse);
            Interactions dayOne = reader.interactions(first, new TimeRange(START, DAY_ONE));
            Interactions bothDays = reader.interactions(second, new TimeRange(START, DAY_TWO));
            InventoryTimeline inventory = reader.inventory(second, DAY_TWO);

            assertThat(identities(dayOne)).isEqualTo(expected(DAY_ONE)).hasSize(dayOne.size());
            assertThat(identities(bothDays)).isEqualTo(expected(DAY_TWO)).hasSize(bothDays.size());
            assertThat(bothDays.between(new TimeRange(START, DAY_ONE)).fingerprint())
                    .isEqualTo(dayOne.fingerprint());
            assertThat(inventory.items().size()).isGreaterThan(40);
            Instant labelled = DAY_TWO.minus(FeatureJobConfig.DEFAULTS.labels().clickWindow());
            Examples examples = reader.examples(second, new TimeRange(START, labelled), labelled);
            long shown = shownItems(labelled);
            assertThat(examples.rows().stream().mapToDouble(Example::weight).sum())
                    .isBetween(0.8 * shown, (double) shown);
            assertThat(examples.positiveShare()).isBetween(0.01, 0.9);
            assertThat(second.getSourceOffsets()).hasSize(2 * PARTITIONS);
            first.getSourceOffsets()
                    .forEach((partition, next) ->
                            assertThat(second.getSourceOffsets().get(partition)).isGreaterThan(next));
            assertEveryPriceIsTheInventorysOfThatMoment(bothDays, inventory);
        }
    }

    private static void assertEveryPriceIsTheInventorysOfThatMoment(Interactions rows, InventoryTimeline inventory) {
        InventoryTimeline.Cursor cursor = inventory.cursor();
        int compared = 0;
        for (int row = 0; row < rows.size(); row++) {
            cursor.advanceTo(Instant.ofEpochMilli(rows.time(row)));
            var state = cursor.state(rows.items().id(rows.item(row)));
            if (rows.arrival(row) == rows.time(row) && state.priceMinor().isPresent()) {
                assertThat(rows.priceMinor(row)).isEqualTo(state.priceMinor().getAsLong());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    private Cut replayUntil(Instant time, int parallelism) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
            new TopicSetup(PARTITIONS, Duration.ofMillis(-1)).apply(kafka.bootstrapServers(), TOPICS);
            try (Ingestion ingestion = ingestion(kafka);
                    EmbeddedFlink flink = EmbeddedFlink.start(
                            kafka.bootstrapServers(),
                            TOPICS,
                            directory.resolve("warehouse"),
                            directory.resolve("flink"),
                            features(parallelism));
                    ReplayDriver driver = new ReplayDriver(
                            kafka.bootstrapServers(),
                            TOPICS,
                            "simulator",
                            new Shop(SHOP).deliveries(),
                            IngestionConfig.DEFAULTS.lateness());
                    CutFeed cuts = new CutFeed(kafka.bootstrapServers(), TOPICS)) {
                driver.sendUntil(time);
                return await(cuts, time, ingestion, flink);
            }
        }
    }

    private static FeatureJobConfig features(int parallelism) {
        FeatureJobConfig usual = FeatureJobConfig.DEFAULTS;
        return new FeatureJobConfig(
                parallelism, usual.checkpointInterval(), usual.sessionGap(), usual.futureSkew(), usual.labels());
    }

    private static Cut await(CutFeed cuts, Instant time, Ingestion ingestion, EmbeddedFlink flink) {
        while (true) {
            Optional<Cut> cut = cuts.covering(time);
            if (cut.isPresent()) {
                return cut.get();
            }
            assertThat(ingestion.failure()).isEmpty();
            assertThat(flink.failure()).isEmpty();
        }
    }

    private Ingestion ingestion(EmbeddedKafka kafka) {
        return Ingestion.start(
                kafka.bootstrapServers(),
                TOPICS,
                IngestionConfig.DEFAULTS.trustingArrivals(),
                new UserKeySecret("a secret for tests only".getBytes(StandardCharsets.UTF_8)),
                directory.resolve("streams"),
                PARTITIONS);
    }

    private static Set<String> identities(Interactions rows) {
        Set<String> identities = new HashSet<>();
        for (int row = 0; row < rows.size(); row++) {
            identities.add(rows.eventId(row) + "@" + rows.time(row));
        }
        return identities;
    }

    /** What should be in the table: worked out from the deliveries alone. */
    private static Set<String> expected(Instant before) {
        Set<String> expected = new HashSet<>();
        WireCodec codec = new WireCodec();
        for (Iterator<Delivery> all = new Shop(SHOP).deliveries(); all.hasNext(); ) {
            Delivery delivery = all.next();
            boolean late = Duration.between(delivery.eventTime(), delivery.arrival())
                            .compareTo(IngestionConfig.DEFAULTS.lateness())
                    > 0;
            if (delivery.stream() == Delivery.Stream.BEHAVIOR
                    && !late
                    && delivery.eventTime().isBefore(before)) {
                codec.decode(delivery.value())
                        .match(
                                record -> record instanceof BehaviorEvent event && isSound(event)
                                        ? expected.add(event.getEventId() + "@"
                                                + event.getEventTime().toEpochMilli())
                                        : Boolean.FALSE,
                                (reason, detail) -> Boolean.FALSE);
            }
        }
        return expected;
    }

    /** How many different items were shown in lists that were not malformed; duplicates and late ones count as well. */
    private static long shownItems(Instant before) {
        long shown = 0;
        WireCodec codec = new WireCodec();
        for (Iterator<Delivery> all = new Shop(SHOP).deliveries(); all.hasNext(); ) {
            Delivery delivery = all.next();
            if (delivery.stream() == Delivery.Stream.BEHAVIOR
                    && delivery.eventTime().isBefore(before)) {
                shown += codec.decode(delivery.value())
                        .match(
                                record ->
                                        record instanceof BehaviorEvent event && event.getAction() == Action.IMPRESSION
                                                ? (int) event.getItems().stream()
                                                        .map(ItemRef::getItemId)
                                                        .distinct()
                                                        .count()
                                                : 0,
                                (reason, detail) -> 0);
            }
        }
        return shown;
    }

    private static boolean isSound(BehaviorEvent event) {
        return !event.getEventId().isEmpty()
                && !event.getItems().isEmpty()
                && event.getAction() != Action.UNKNOWN
                && event.getAction() != Action.IMPRESSION;
    }
}
