package io.sluice.featurepipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttributionTest {
    private static final LabelConfig CONFIG =
            new LabelConfig(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300), 2, 1, 1);

    private final List<String> heard = new ArrayList<>();
    private final Attribution attribution = new Attribution(CONFIG, Journey.NONE, new Attribution.Listener() {
        @Override
        public void matured(OpenList list) {
            heard.add(list.event().eventId() + " " + Arrays.toString(list.stages()) + " "
                    + Arrays.toString(list.informed()));
        }

        @Override
        public void revised(Taken taken, long happenedMillis, long informedMillis) {
            heard.add(taken.impressionId() + " " + taken.item() + " " + taken.stage() + " revision " + taken.revision()
                    + " at " + informedMillis);
        }
    });

    @Test
    void shouldWaitUntilTheClickWindowHasPassed() {
        attribution.shown(list("l", 0, "a", "b"), new byte[0]);
        attribution.turnedTo(event(100, Action.CLICK, "b"));

        attribution.matureBefore(100);
        assertThat(heard).isEmpty();
        attribution.matureBefore(101);

        assertThat(heard).containsExactly("l [PASSED_OVER, CLICKED] [100, 100]");
    }

    @Test
    void shouldLeaveWhatComesAfterTheWindowToNobody() {
        attribution.shown(list("l", 0, "a"), new byte[0]);
        attribution.matureBefore(101);
        attribution.turnedTo(event(101, Action.CLICK, "a"));
        attribution.turnedTo(event(102, Action.PURCHASE, "a"));

        assertThat(heard).containsExactly("l [PASSED_OVER] [100]");
    }

    @Test
    void shouldReviseAClickedImpressionWithinTheWindowsOfCartAndPurchase() {
        attribution.shown(list("l", 0, "a", "b"), new byte[0]);
        attribution.turnedTo(event(50, Action.VIEW, "a"));
        attribution.matureBefore(150);
        attribution.turnedTo(event(150, Action.ADD_TO_CART, "a"));
        attribution.turnedTo(event(151, Action.ADD_TO_CART, "a"));
        attribution.turnedTo(event(300, Action.PURCHASE, "a"));
        attribution.turnedTo(event(300, Action.PURCHASE, "b"));
        attribution.matureBefore(301);

        assertThat(heard)
                .containsExactly(
                        "l [CLICKED, PASSED_OVER] [100, 100]",
                        "l a CARTED revision 1 at 150",
                        "l a BOUGHT revision 2 at 300");
        assertThat(attribution.journey().isOver()).isTrue();
    }

    @Test
    void shouldAttributeToTheLatestImpressionAndSupersedeTheOneBefore() {
        attribution.shown(list("first", 0, "a", "b"), new byte[0]);
        attribution.shown(list("second", 10, "a"), new byte[0]);
        attribution.turnedTo(event(20, Action.CLICK, "a"));
        attribution.matureBefore(1_000);

        assertThat(heard).containsExactly("first [SUPERSEDED, PASSED_OVER] [100, 100]", "second [CLICKED] [110]");
    }

    @Test
    void shouldNotTakeAnImpressionAtTheSameMomentForTheCause() {
        attribution.shown(list("l", 10, "a"), new byte[0]);
        attribution.turnedTo(event(10, Action.CLICK, "a"));
        attribution.matureBefore(1_000);

        assertThat(heard).containsExactly("l [PASSED_OVER] [110]");
    }

    @Test
    void shouldBeInformedWhenTheLateEventArrived() {
        attribution.shown(list("l", 0, "a"), new byte[0]);
        attribution.turnedTo(event(40, 170, Action.CLICK, "a"));
        attribution.matureBefore(1_000);

        assertThat(heard).containsExactly("l [CLICKED] [170]");
    }

    @Test
    void shouldKeepWhatWasTakenAndAFewOfTheRestThatStandForAll() {
        OpenList list = matured("a", "b", "c", "d", "e", "f");
        list.stages()[1] = Stage.CLICKED;
        list.stages()[4] = Stage.SUPERSEDED;

        Choice choice = Choice.of(list, CONFIG);

        assertThat(choice.positive()).containsExactly(1);
        assertThat(choice.passedOver()).hasSize(2).doesNotContain(1, 4);
        assertThat(choice.weight()).isEqualTo(2);
    }

    @Test
    void shouldKeepFewerOfAListOfWhichNothingWasTaken() {
        Choice choice = Choice.of(matured("a", "b", "c"), CONFIG);

        assertThat(choice.passedOver()).hasSize(1);
        assertThat(choice.weight()).isEqualTo(3);
    }

    private static OpenList matured(String... items) {
        Stage[] stages = new Stage[items.length];
        Arrays.fill(stages, Stage.PASSED_OVER);
        return new OpenList(list("l", 0, items), new byte[0], stages, new long[items.length]);
    }

    private static ShopEvent list(String id, long time, String... items) {
        int[] positions = new int[items.length];
        Arrays.setAll(positions, at -> at + 1);
        return new ShopEvent(
                false, time, time, id, "u", Action.IMPRESSION, items, new int[0], new long[0], positions, "", 0, 0);
    }

    private static ShopEvent event(long time, Action action, String item) {
        return event(time, time, action, item);
    }

    private static ShopEvent event(long time, long arrival, Action action, String item) {
        return new ShopEvent(
                false,
                time,
                arrival,
                "e" + time,
                "u",
                action,
                new String[] {item},
                new int[] {1},
                new long[] {ShopEvent.NO_PRICE},
                new int[0],
                "",
                0,
                0);
    }
}
