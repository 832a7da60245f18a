package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class InventoryTimelineTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void shouldShowAFactOnlyOnceItHasHappenedAndArrived() {
        InventoryTimeline timeline = InventoryTimeline.of(
                List.of(stock("a", NOON, Duration.ZERO, 5), stock("b", NOON, Duration.ofMinutes(10), 0)));
        InventoryTimeline.Cursor cursor = timeline.cursor();

        cursor.advanceTo(NOON.plusSeconds(60));
        assertThat(cursor.state("a").stock()).hasValue(5);
        assertThat(cursor.sellable("b")).isTrue();

        cursor.advanceTo(NOON.plus(Duration.ofMinutes(10)));
        assertThat(cursor.sellable("b")).isFalse();
    }

    @Test
    void shouldLetTheLaterFactPrevailEvenIfItArrivedFirst() {
        InventoryTimeline timeline = InventoryTimeline.of(List.of(
                stock("a", NOON.plusSeconds(60), Duration.ZERO, 0), stock("a", NOON, Duration.ofMinutes(30), 9)));
        InventoryTimeline.Cursor cursor = timeline.cursor();

        cursor.advanceTo(NOON.plus(Duration.ofHours(1)));

        assertThat(cursor.state("a").stock()).hasValue(0);
        assertThat(cursor.sellable("a")).isFalse();
    }

    @Test
    void shouldTreatAnItemOfWhichNothingWasSaidAsSellable() {
        InventoryTimeline.Cursor cursor = InventoryTimeline.of(List.of()).cursor();

        cursor.advanceTo(NOON);

        assertThat(cursor.sellable("unheard of")).isTrue();
        assertThat(cursor.state("unheard of")).isEqualTo(ItemState.UNKNOWN);
    }

    @Test
    void shouldKeepOnlyWhatWasVisibleBeforeAMoment() {
        InventoryTimeline timeline = InventoryTimeline.of(
                List.of(stock("a", NOON, Duration.ZERO, 5), stock("b", NOON, Duration.ofHours(2), 5)));

        assertThat(timeline.visibleBefore(NOON.plusSeconds(1)).items().size()).isEqualTo(1);
        assertThat(timeline.visibleBefore(NOON).size()).isZero();
    }

    @Test
    void shouldRefuseToGoBack() {
        InventoryTimeline.Cursor cursor = InventoryTimeline.of(List.of()).cursor();
        cursor.advanceTo(NOON);

        assertThatThrownBy(() -> cursor.advanceTo(NOON.minusMillis(1))).hasMessageContaining("forward only");
    }

    private static InventoryFact stock(String item, Instant time, Duration delay, int stock) {
        return new InventoryFact(
                item + time,
                time,
                time.plus(delay),
                item,
                OptionalLong.empty(),
                OptionalInt.of(stock),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
