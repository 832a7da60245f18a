package io.sluice.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OfferHistoryTest {
    @Test
    void shouldJoinThePriceAsOfTheEvent() {
        OfferHistory history = OfferHistory.EMPTY.with(price(10, 10, 500L)).with(price(20, 20, 700L));

        assertThat(history.asOf(19, 19).price()).isEqualTo(500L);
        assertThat(history.asOf(20, 20).price()).isEqualTo(700L);
        assertThat(history.asOf(9, 9).price()).isNull();
    }

    @Test
    void shouldNotSeeAChangeThatHadNotArrived() {
        OfferHistory history = OfferHistory.EMPTY.with(price(10, 10, 500L)).with(price(15, 40, 700L));

        assertThat(history.asOf(20, 20).price()).isEqualTo(500L);
        assertThat(history.asOf(20, 45).price()).isEqualTo(700L);
    }

    @Test
    void shouldLeaveOtherPropertiesAloneWhenOneChanges() {
        OfferHistory history = OfferHistory.EMPTY.with(price(10, 10, 500L)).with(stock(20, 3));

        assertThat(history.asOf(30, 30).price()).isEqualTo(500L);
        assertThat(history.asOf(30, 30).units()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAnswerTheSameForEveryEventToComeAfterPruning(long seed) {
        Random random = new Random(seed);
        OfferHistory history = OfferHistory.EMPTY;
        for (int i = 0; i < 40; i++) {
            long time = random.nextInt(100);
            history = history.with(
                    random.nextBoolean()
                            ? price(time, time + random.nextInt(30), random.nextInt(1000))
                            : stock(time, random.nextInt(9)));
        }
        long settled = 60;

        OfferHistory pruned = history.pruned(settled);

        assertThat(pruned.recent().length).isLessThan(history.recent().length);
        for (long time = settled + 1; time < 140; time++) {
            assertThat(pruned.asOf(time, time)).isEqualTo(history.asOf(time, time));
        }
    }

    @Test
    void shouldTellSinceWhenAPriceHoldsAndWhenAnItemCameBack() {
        OfferHistory history = OfferHistory.EMPTY
                .with(price(10, 10, 500L))
                .with(price(20, 20, 500L))
                .with(stock(30, 0))
                .with(stock(40, 7));

        Offer offer = history.pruned(25).asOf(50, 50);

        assertThat(offer.priceSinceMillis()).isEqualTo(10);
        assertThat(offer.restockedMillis()).isEqualTo(40);
        assertThat(offer.sellable()).isTrue();
        assertThat(history.asOf(35, 35).sellable()).isFalse();
    }

    private static Statement price(long time, long arrival, long minor) {
        return new Statement(time, arrival, "p" + time + "-" + arrival, minor, null, null, null, null, null);
    }

    private static Statement stock(long time, int stock) {
        return new Statement(time, time, "s" + time, null, stock, null, null, null, null);
    }
}
