package io.sluice.featurepipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemHistoryTest {
    @Test
    void shouldJoinThePriceAsOfTheEvent() {
        ItemHistory history = ItemHistory.EMPTY.with(price(10, 10, 500L)).with(price(20, 20, 700L));

        assertThat(history.asOf(event(19, 19), InventoryChange::priceMinor)).contains(500L);
        assertThat(history.asOf(event(20, 20), InventoryChange::priceMinor)).contains(700L);
        assertThat(history.asOf(event(9, 9), InventoryChange::priceMinor)).isEmpty();
    }

    @Test
    void shouldNotSeeAChangeThatHadNotArrived() {
        ItemHistory history = ItemHistory.EMPTY.with(price(10, 10, 500L)).with(price(15, 40, 700L));

        assertThat(history.asOf(event(20, 20), InventoryChange::priceMinor)).contains(500L);
        assertThat(history.asOf(event(20, 45), InventoryChange::priceMinor)).contains(700L);
    }

    @Test
    void shouldLeaveOtherPropertiesAloneWhenOneChanges() {
        ItemHistory history = ItemHistory.EMPTY.with(price(10, 10, 500L)).with(stock(20, 3));

        assertThat(history.asOf(event(30, 30), InventoryChange::priceMinor)).contains(500L);
        assertThat(history.asOf(event(30, 30), InventoryChange::stock)).contains(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAnswerTheSameForEveryEventToComeAfterPruning(long seed) {
        Random random = new Random(seed);
        ItemHistory history = ItemHistory.EMPTY;
        for (int i = 0; i < 40; i++) {
            long time = random.nextInt(100);
            history = history.with(
                    random.nextBoolean()
                            ? price(time, time + random.nextInt(30), random.nextLong(1000))
                            : stock(time, random.nextInt(9)));
        }
        long settled = 60;

        ItemHistory pruned = history.pruned(settled);

        assertThat(pruned.changes().length).isLessThan(history.changes().length);
        for (long time = settled + 1; time < 140; time++) {
            ShopEvent event = event(time, time);
            assertThat(pruned.asOf(event, InventoryChange::priceMinor))
                    .isEqualTo(history.asOf(event, InventoryChange::priceMinor));
            assertThat(pruned.asOf(event, InventoryChange::stock))
                    .isEqualTo(history.asOf(event, InventoryChange::stock));
        }
    }

    @Test
    void shouldEndASessionAfterTheGapAndNotBefore() {
        OpenSession first = OpenSession.after(null, "u", 1_000, 500);
        OpenSession same = OpenSession.after(first, "u", 1_499, 500);
        OpenSession next = OpenSession.after(same, "u", 1_999, 500);

        assertThat(List.of(first.id(), same.id(), next.id())).isEqualTo(List.of("u-1000", "u-1000", "u-1999"));
    }

    private static InventoryChange price(long time, long arrival, long minor) {
        return new InventoryChange(
                false, time, arrival, "p" + time + "-" + arrival, "i", minor, null, null, null, null, null);
    }

    private static InventoryChange stock(long time, int stock) {
        return new InventoryChange(false, time, time, "s" + time, "i", null, stock, null, null, null, null);
    }

    private static ShopEvent event(long time, long arrival) {
        return new ShopEvent(
                false,
                time,
                arrival,
                "e",
                "u",
                Action.VIEW,
                new String[] {"i"},
                new int[] {1},
                new long[] {ShopEvent.NO_PRICE},
                "");
    }
}
