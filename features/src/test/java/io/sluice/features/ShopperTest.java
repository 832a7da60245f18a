package io.sluice.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ShopperTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void shouldForgetHalfInAHalfLife() {
        Shopper shopper = Shopper.NEW.after(view(0, "a", 100));

        assertThat(shopper.count(Kind.ENGAGED, Decay.DAY, DAY)).isEqualTo(0.5);
        assertThat(shopper.count(Kind.ENGAGED, Decay.WEEK, 7 * DAY)).isEqualTo(0.5);
        assertThat(shopper.after(view(DAY, "a", 100)).count(Kind.ENGAGED, Decay.DAY, DAY))
                .isEqualTo(1.5);
    }

    @Test
    void shouldBeginASessionAfterThePauseAndNotBefore() {
        long gap = Shopper.SESSION_GAP.toMillis();
        Shopper shopper = Shopper.NEW.after(view(1_000, "a", 100)).after(view(2_000, "b", 100));

        assertThat(shopper.sessionEvents(2_000 + gap - 1)).isEqualTo(2);
        assertThat(shopper.sessionStart(2_000 + gap - 1)).isEqualTo(1_000);
        assertThat(shopper.sessionEvents(2_000 + gap)).isZero();
        assertThat(shopper.sessionStart(2_000 + gap)).isEqualTo(2_000 + gap);
    }

    @Test
    void shouldKnowTheUsualPriceAndTheCategoriesTurnedTo() {
        Shopper shopper = Shopper.NEW
                .after(deed(0, Action.VIEW, "a", 100, "shirts"))
                .after(deed(0, Action.VIEW, "b", 400, "mugs"))
                .after(deed(0, Action.ADD_TO_CART, "b", 400, "mugs"));

        assertThat(StrictMath.exp(shopper.usualLogPrice().orElseThrow())).isCloseTo(251.98, within(0.01));
        assertThat(shopper.affinity("mugs").orElseThrow()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(shopper.affinity("pens")).contains(0.0);
    }

    @Test
    void shouldHaveInTheCartWhatWasPutThereAndNotTakenOut() {
        Shopper shopper = Shopper.NEW
                .after(deed(0, Action.ADD_TO_CART, "a", 1, ""))
                .after(deed(0, Action.ADD_TO_CART, "b", 1, ""))
                .after(deed(0, Action.ADD_TO_CART, "c", 1, ""))
                .after(deed(1, Action.REMOVE_FROM_CART, "b", 1, ""))
                .after(deed(2, Action.PURCHASE, "c", 1, ""));

        assertThat(shopper.hasInCart("a")).isTrue();
        assertThat(shopper.hasInCart("b")).isFalse();
        assertThat(shopper.hasInCart("c")).isFalse();
    }

    @Test
    void shouldRememberTheLastItemsOnly() {
        Shopper shopper = Shopper.NEW;
        for (int item = 0; item <= Shopper.ITEMS; item++) {
            shopper = shopper.after(view(item, "i" + item, 1));
        }

        assertThat(shopper.sinceMillis("i0", 100)).isEmpty();
        assertThat(shopper.sinceMillis("i1", 100)).contains(99L);
        assertThat(shopper.toBytes().length).isLessThan(700);
    }

    @Test
    void shouldComeBackFromBytesAsItWas() {
        Shopper shopper = Shopper.NEW
                .after(deed(5, Action.VIEW, "ä", 100, "shirts"))
                .after(deed(9, Action.ADD_TO_CART, "b", 400, ""));

        Shopper back = Shopper.of(shopper.toBytes());

        assertThat(back.toBytes()).isEqualTo(shopper.toBytes());
        assertThat(back.hasInCart("b")).isTrue();
        assertThatThrownBy(() -> Shopper.of(new byte[] {9})).hasMessageContaining("format 1, got 9");
        assertThatThrownBy(() -> Shopper.of(new byte[] {1, 0})).hasMessageContaining("2 bytes is cut short");
    }

    @Test
    void shouldComeBackAsANewOneAfterALongAbsence() {
        Shopper shopper = Shopper.NEW.after(view(0, "a", 1));

        assertThat(shopper.at(Shopper.MEMORY.toMillis() - 1)).isSameAs(shopper);
        assertThat(shopper.at(Shopper.MEMORY.toMillis()).isNew()).isTrue();
    }

    @Test
    void shouldRefuseDeedsOutOfOrder() {
        Shopper shopper = Shopper.NEW.after(view(5, "a", 1));

        assertThatThrownBy(() -> shopper.after(view(4, "a", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at 5, got 4");
    }

    private static Deed view(long moment, String item, long price) {
        return deed(moment, Action.VIEW, item, price, "");
    }

    static Deed deed(long moment, Action action, String item, long price, String category) {
        return new Deed(moment, action, new String[] {item}, new long[] {price}, new String[] {category});
    }
}
