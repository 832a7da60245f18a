package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.WireCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ShopTest {
    private static final ShopConfig SMALL =
            new ShopConfig(7, ShopConfig.DEFAULTS.start(), 3, 100, 100, 150, ShopConfig.Faults.DEFAULTS);

    @Test
    void shouldSendTheSameBytesForTheSameSeed() {
        assertThat(digest(SMALL)).isEqualTo(digest(SMALL)).isNotEqualTo(digest(SMALL.withSeed(8)));
    }

    @Test
    void shouldBeginALongerRunWithTheSameDays() {
        List<Delivery> shorter = all(SMALL.withDays(2));
        List<Delivery> longer = all(SMALL);

        assertThat(longer.size()).isGreaterThan(shorter.size());
        for (int i = 0; i < shorter.size(); i++) {
            assertThat(longer.get(i).value()).isEqualTo(shorter.get(i).value());
            assertThat(longer.get(i).arrival()).isEqualTo(shorter.get(i).arrival());
        }
    }

    @Test
    void shouldDeliverInOrderOfArrival() {
        Instant last = Instant.MIN;
        for (Delivery delivery : all(SMALL)) {
            assertThat(delivery.arrival()).isAfterOrEqualTo(last).isAfterOrEqualTo(delivery.eventTime());
            last = delivery.arrival();
        }
    }

    @Test
    void shouldSellOnlyWhatIsInStock() {
        Assortment assortment = new Assortment(SMALL);

        assertThat(events(all(SMALL)))
                .filteredOn(event -> event.getAction() == Action.CLICK)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(assortment.listed(
                                Integer.parseInt(
                                        event.getItems().get(0).getItemId().substring(5)),
                                assortment.day(event.getEventTime())))
                        .isTrue());
    }

    @Test
    void shouldMakeTheFaultsItWasAskedFor() {
        List<Delivery> deliveries = all(SMALL);
        long damaged = deliveries.stream()
                .filter(delivery -> delivery.stream() == Delivery.Stream.BEHAVIOR)
                .filter(delivery -> event(delivery).isEmpty())
                .count();
        long late = deliveries.stream()
                .filter(delivery -> Duration.between(delivery.eventTime(), delivery.arrival())
                                .toMinutes()
                        >= 60)
                .count();

        assertThat(damaged).isPositive();
        assertThat(late).isBetween(deliveries.size() / 1000L, deliveries.size() / 50L);
    }

    @Test
    void shouldDrift() {
        Tastes tastes = new Tastes(SMALL);
        Set<Integer> now = hottest(tastes, 0);
        Set<Integer> later = hottest(tastes, 21);

        assertThat(later).isNotEqualTo(now);
        now.retainAll(later);
        assertThat(now.size()).isLessThan(18);
    }

    @Test
    void shouldGiveItsCompanionsTheUtilityThatTheyHave() {
        Tastes tastes = new Tastes(SMALL);
        Instant noon = SMALL.start().plus(Duration.ofHours(12));
        Map<String, Double> chances = new HashMap<>();
        double[] next = tastes.next(5, noon);
        for (int item = 0; item < next.length; item++) {
            chances.put(String.format("item-%04d", item), next[item]);
        }

        assertThat(tastes.utility("item-0005", noon, new ArrayList<>(chances.keySet())))
                .isBetween(0.999, 1.001);
        assertThat(tastes.utility("item-0005", noon, List.of())).isZero();
        assertThat(tastes.utility("item-0005", noon, List.of("item-0005", "nonsense")))
                .isZero();
    }

    @Test
    void shouldKnowTheListThatNoOtherBeats() {
        Tastes tastes = new Tastes(SMALL);
        Instant noon = SMALL.start().plus(Duration.ofHours(12));
        double[] next = tastes.next(5, noon);
        Arrays.sort(next);
        double topFive = Arrays.stream(next, next.length - 5, next.length).sum();

        List<String> best = tastes.best("item-0005", noon, 5);

        assertThat(best).hasSize(5);
        assertThat(tastes.utility("item-0005", noon, best)).isCloseTo(topFive, within(1e-12));
        assertThat(tastes.best("nonsense", noon, 5)).isEmpty();
    }

    private static Set<Integer> hottest(Tastes tastes, int day) {
        List<Integer> items = new ArrayList<>();
        for (int item = 0; item < SMALL.items(); item++) {
            items.add(item);
        }
        items.sort((a, b) -> Double.compare(tastes.heat(b, day), tastes.heat(a, day)));
        return new HashSet<>(items.subList(0, 20));
    }

    private static long digest(ShopConfig config) {
        long digest = 0;
        for (Delivery delivery : all(config)) {
            digest = 31 * digest
                    + java.util.Arrays.hashCode(delivery.value())
                    + delivery.arrival().hashCode();
        }
        return digest;
    }

    private static List<BehaviorEvent> events(List<Delivery> deliveries) {
        return deliveries.stream().flatMap(delivery -> event(delivery).stream()).collect(Collectors.toList());
    }

    private static List<BehaviorEvent> event(Delivery delivery) {
        return new WireCodec()
                .decode(delivery.value())
                .match(
                        record -> record instanceof BehaviorEvent event
                                        && !event.getItems().isEmpty()
                                        && !event.getEventId().isEmpty()
                                        && event.getAction() != Action.UNKNOWN
                                ? List.of(event)
                                : List.of(),
                        (reason, detail) -> List.of());
    }

    private static List<Delivery> all(ShopConfig config) {
        List<Delivery> deliveries = new ArrayList<>();
        for (Iterator<Delivery> all = new Shop(config).deliveries(); all.hasNext(); ) {
            deliveries.add(all.next());
        }
        return deliveries;
    }
}
