package io.sluice.featurepipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.dataset.Example;
import io.sluice.dataset.Examples;
import io.sluice.dataset.FeatureValues;
import io.sluice.features.Deed;
import io.sluice.features.ShopMemory;
import io.sluice.schemas.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a mini cluster: what it writes depends on the events and on nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FeatureTablesIT {
    private static final ShopLog LOG = ShopLog.of(3, 600);
    private static final Duration OFTEN = Duration.ofMinutes(10);

    private Path directory;
    private JobRun run;

    @BeforeAll
    void runOnce(@TempDir Path fresh) throws Exception {
        directory = fresh;
        run = JobRun.of(LOG, directory.resolve("first"), 1, OFTEN, 1);
    }

    @Test
    void shouldComputeTheBitsThatPlainJavaComputes() {
        Map<String, FeatureValues> expected = plainJava();

        List<Example> rows = run.examples(LOG.end()).rows();

        assertThat(rows).hasSizeGreaterThan(600);
        assertThat(rows).allSatisfy(row -> assertThat(row.features()).isEqualTo(expected.get(key(row))));
    }

    /** One log in event-time order through the definitions, without an engine. */
    private static Map<String, FeatureValues> plainJava() {
        ShopMemory memory = new ShopMemory();
        LOG.changes().forEach(change -> memory.add(change.item(), change.statement()));
        Map<String, FeatureValues> features = new HashMap<>();
        List<ShopEvent> asked = LOG.events();
        List<ShopEvent> learnt = new ArrayList<>(LOG.events());
        learnt.sort(Comparator.comparingLong((ShopEvent event) -> moment(event)).thenComparing(ShopEvent::eventId));
        int next = 0;
        for (ShopEvent event : asked) {
            while (next < learnt.size() && moment(learnt.get(next)) < event.timeMillis()) {
                ShopEvent deed = learnt.get(next++);
                memory.add(deed.user(), deed(deed, memory));
            }
            for (int place = 0; place < event.items().length && event.action() == Action.IMPRESSION; place++) {
                features.putIfAbsent(
                        event.eventId() + "/" + event.items()[place],
                        FeatureValues.of(memory.features(
                                event.user(),
                                event.items()[place],
                                place + 1,
                                event.items().length,
                                event.timeMillis(),
                                event.arrivalMillis())));
            }
        }
        return features;
    }

    private static long moment(ShopEvent event) {
        return Deed.moment(event.timeMillis(), event.arrivalMillis());
    }

    private static Deed deed(ShopEvent event, ShopMemory memory) {
        int size = event.items().length;
        long[] prices = new long[size];
        String[] categories = new String[size];
        for (int at = 0; at < size; at++) {
            var offer = memory.offer(event.items()[at], event.timeMillis(), event.arrivalMillis());
            prices[at] = offer.priceMinor().orElse(Deed.NO_PRICE);
            categories[at] = offer.category();
        }
        return new Deed(moment(event), event.action(), event.items(), prices, categories);
    }

    private static String key(Example row) {
        return row.impressionId() + "/" + row.item();
    }

    @Test
    void shouldWriteTheSameTablesWhateverTheDeliveryAndTheParallelism() throws Exception {
        JobRun other = JobRun.of(LOG, directory.resolve("other"), 2, Duration.ofHours(7), 99);

        assertThat(other.interactions().fingerprint())
                .isEqualTo(run.interactions().fingerprint());
        assertThat(other.examples(LOG.end()).fingerprint())
                .isEqualTo(run.examples(LOG.end()).fingerprint());
    }

    @Test
    void shouldLetNothingAfterAMomentReachWhatWasKnownByThen() throws Exception {
        long moment = (ShopLog.START + LOG.end()) / 2;
        JobRun other = JobRun.of(LOG.changedAfter(moment, 77), directory.resolve("changed"), 1, OFTEN, 5);

        Examples labelled = run.examples(moment + 1);
        assertThat(labelled.size()).isGreaterThan(300);
        assertThat(other.examples(moment + 1).fingerprint()).isEqualTo(labelled.fingerprint());
        Map<String, FeatureValues> features = new HashMap<>();
        run.examples(LOG.end()).rows().forEach(row -> features.put(key(row), row.features()));
        List<Example> sameMoment = other.examples(LOG.end()).rows().stream()
                .filter(row -> row.eventTime().toEpochMilli() <= moment && features.containsKey(key(row)))
                .toList();
        assertThat(sameMoment).hasSizeGreaterThan(labelled.size());
        assertThat(sameMoment).allSatisfy(row -> assertThat(row.features()).isEqualTo(features.get(key(row))));
    }

    @Test
    void shouldGiveLaterLabelsAHigherRevisionOfTheSameExample() {
        Instant start = Instant.ofEpochMilli(ShopLog.START);
        Examples early = run.examples(ShopLog.START + Duration.ofHours(9).toMillis());
        Examples late = run.examples(LOG.end());

        List<Example> revised =
                late.rows().stream().filter(row -> row.revision() > 0).toList();
        assertThat(revised).isNotEmpty();
        assertThat(revised).allSatisfy(row -> {
            assertThat(row.outcome()).isIn(Action.ADD_TO_CART, Action.PURCHASE);
            assertThat(row.informedUntil()).isAfter(row.eventTime().plus(JobRun.LABELS.clickWindow()));
        });
        assertThat(early.rows()).allSatisfy(row -> assertThat(row.eventTime()).isAfterOrEqualTo(start));
    }

    @Test
    void shouldWeighPassedOverItemsBackToAllThatWereShown() {
        long matured = LOG.end() - JobRun.LABELS.clickWindow().toMillis();
        double shown = 0;
        for (ShopEvent event : LOG.events()) {
            if (event.isImpression() && event.timeMillis() < matured) {
                shown += List.of(event.items()).stream().distinct().count();
            }
        }

        double weighed = run.examples(LOG.end()).rows().stream()
                .mapToDouble(Example::weight)
                .sum();

        // Some were shown again before they were taken, and count for the later list only.
        assertThat(weighed).isBetween(0.95 * shown, shown);
    }
}
