package io.sluice.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static final Shop SHOP = new Shop(new ShopConfig(
            5,
            Instant.parse("2026-01-05T00:00:00Z"),
            2,
            300,
            200,
            1_000,
            new ShopConfig.Faults(0, 0, Duration.ofHours(1), 0, 0, Duration.ZERO, 0)));
    private static final Faults HARSH = new Faults(1, Duration.ofMinutes(5), Duration.ofMinutes(10), 0.02, 0.05, 0.03);

    @Test
    void shouldAccountForEveryDelivery() {
        FaultyFeed feed = HARSH.inject(SHOP.deliveries());
        List<Delivery> delivered = all(feed);
        FaultyFeed.Counts counts = feed.counts();

        assertThat(delivered).hasSize((int) (counts.read() + counts.duplicated()));
        assertThat(counts.read())
                .isEqualTo(all(Faults.NONE.inject(SHOP.deliveries())).size());
        assertThat(counts.late() / (double) counts.read()).isCloseTo(0.02, within(0.005));
        assertThat(counts.malformed() / (double) counts.read()).isCloseTo(0.03, within(0.006));
        assertThat(counts.duplicated() / (double) counts.read()).isCloseTo(0.05, within(0.008));
    }

    @Test
    void shouldArriveBeyondTheBoundExactlyWhereLate() {
        FaultyFeed feed = HARSH.inject(SHOP.deliveries());
        List<Delivery> delivered = all(feed);

        long beyond = delivered.stream()
                .filter(d -> d.arrival().isAfter(d.eventTime().plus(HARSH.lateness())))
                .count();

        assertThat(beyond).isEqualTo(feed.counts().late());
        assertThat(delivered).isSortedAccordingTo((a, b) -> a.arrival().compareTo(b.arrival()));
        assertThat(delivered).anyMatch(d -> d.arrival().isAfter(d.eventTime()));
    }

    @Test
    void shouldDamageNothingWithoutFaults() {
        FaultyFeed feed = Faults.NONE.inject(SHOP.deliveries());
        List<Delivery> sound = all(feed);

        assertThat(feed.counts()).isEqualTo(new FaultyFeed.Counts(sound.size(), 0, 0, 0));
        assertThat(sound).allMatch(d -> d.arrival().equals(d.eventTime()));
    }

    @Test
    void shouldGarbleAQuarterOfTheMalformed() {
        FaultyFeed feed = HARSH.inject(SHOP.deliveries());
        WireCodec codec = new WireCodec();
        Map<Boolean, Integer> decodable = new HashMap<>();
        for (Delivery delivery : all(feed)) {
            decodable.merge(
                    codec.decode(delivery.value()).match(ok -> true, (reason, detail) -> false), 1, Integer::sum);
        }

        assertThat(decodable.get(false) / (double) feed.counts().malformed()).isCloseTo(0.25, within(0.08));
    }

    @Test
    void shouldRefuseDisorderBeyondTheLatenessBound() {
        assertThatThrownBy(() -> new Faults(1, Duration.ofMinutes(11), Duration.ofMinutes(10), 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT11M");
    }

    private static List<Delivery> all(FaultyFeed feed) {
        List<Delivery> deliveries = new ArrayList<>();
        feed.forEachRemaining(deliveries::add);
        return deliveries;
    }
}
