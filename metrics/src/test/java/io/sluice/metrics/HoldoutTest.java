package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Step;
import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HoldoutTest {
    @Test
    void shouldCollapseRunsAndKeepTheWeightiestAction() {
        Holdout holdout = new Shop()
                .did("u", 110, Action.VIEW, "a")
                .did("u", 111, Action.VIEW, "b")
                .did("u", 112, Action.PURCHASE, "b")
                .did("u", 113, Action.CLICK, "b")
                .did("u", 114, Action.ADD_TO_CART, "a")
                .holdout();

        assertThat(holdout.targets()).isEqualTo(2);
        assertThat(holdout.item(0)).isEqualTo("b");
        assertThat(holdout.time(0)).isEqualTo(Instant.ofEpochSecond(111));
        assertThat(holdout.weight(0)).isEqualTo(6.0);
        assertThat(holdout.weight(1)).isEqualTo(3.0);
        assertThat(holdout.query(1).steps()).extracting(Step::item).containsExactly("a", "b");
        assertThat(holdout.query(1).allowSeen()).isTrue();
    }

    @Test
    void shouldTakeContextButNoTargetFromBeforeTheRange() {
        Holdout holdout = new Shop()
                .did("u", 98, Action.VIEW, "a")
                .did("u", 99, Action.VIEW, "b")
                .did("u", 100, Action.VIEW, "c")
                .did("u", 200, Action.VIEW, "d")
                .holdout();

        assertThat(holdout.targets()).isEqualTo(1);
        assertThat(holdout.item(0)).isEqualTo("c");
        assertThat(holdout.query(0).steps()).extracting(Step::item).containsExactly("a", "b");
        assertThat(holdout.earliest()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(holdout.earliestArrival()).isEqualTo(Instant.ofEpochSecond(101));
    }

    @Test
    void shouldNotAskAboutFirstStepsNorOtherActions() {
        Holdout holdout = new Shop()
                .did("u", 110, Action.VIEW, "a")
                .did("u", 111, Action.REMOVE_FROM_CART, "b")
                .did("v", 112, Action.VIEW, "b")
                .holdout();

        assertThat(holdout.targets()).isZero();
        assertThat(holdout.sessions()).isZero();
    }

    @Test
    void shouldCutContextsToTheirEnd() {
        Shop shop = new Shop();
        for (int i = 0; i < 60; i++) {
            shop.did("u", 101 + i, Action.VIEW, "i" + i);
        }

        Holdout holdout = shop.holdout();

        assertThat(holdout.targets()).isEqualTo(59);
        assertThat(holdout.query(58).steps()).hasSize(Holdout.CONTEXT);
        assertThat(holdout.query(58).steps().get(49).item()).isEqualTo("i58");
    }

    @Test
    void shouldHashContentNotWhatLiesOutside() {
        Shop one = new Shop().did("u", 110, Action.VIEW, "a").did("u", 111, Action.VIEW, "b");
        Shop same = new Shop().did("u", 110, Action.VIEW, "a").did("u", 111, Action.VIEW, "b");
        Shop other = new Shop().did("u", 110, Action.VIEW, "a").did("u", 111, Action.CLICK, "b");

        String hash = one.holdout().sha256();

        assertThat(same.did("u", 201, Action.VIEW, "c").holdout().sha256()).isEqualTo(hash);
        assertThat(other.holdout().sha256()).isNotEqualTo(hash);
    }

    @Test
    void shouldSliceAlongWhatShopsCareAbout() {
        Holdout holdout = new Shop()
                .did("h", 10, Action.VIEW, "a", "home/kitchen/pots", OptionalLong.of(100))
                .did("h", 11, Action.VIEW, "a", "home/kitchen/pots", OptionalLong.of(100))
                .did("h", 12, Action.VIEW, "b", "toys", OptionalLong.of(900))
                .did("v", 110, Action.VIEW, "b", "toys", OptionalLong.of(900))
                .did("v", 111, Action.VIEW, "a", "home/kitchen/pots", OptionalLong.of(100))
                .did("v", 112, Action.VIEW, "b", "toys", OptionalLong.of(900))
                .holdout();

        assertThat(holdout.slices())
                .extracting(Slice::name)
                .containsExactly(
                        "user=new",
                        "item=cold",
                        "item=head",
                        "category=home/kitchen",
                        "category=toys",
                        "price=high",
                        "price=middle",
                        "device=mobile",
                        "session=first-step",
                        "session=short");
        assertThat(slice(holdout, "item=head").contains().test(0)).isTrue();
        assertThat(slice(holdout, "item=cold").contains().test(1)).isTrue();
        assertThat(slice(holdout, "price=high").contains().test(1)).isTrue();
        assertThat(slice(holdout, "session=first-step").contains().test(1)).isFalse();
    }

    private static Slice slice(Holdout holdout, String name) {
        return holdout.slices().stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
