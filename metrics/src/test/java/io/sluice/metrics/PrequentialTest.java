package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrequentialTest {
    private static final Shop SHOP = new Shop()
            .did("u", 110, Action.VIEW, "a")
            .did("u", 111, Action.ADD_TO_CART, "b")
            .did("u", 112, Action.PURCHASE, "d")
            .did("u", 113, Action.VIEW, "c")
            .did("u", 114, Action.VIEW, "a")
            .stock(112, "c", 0);

    @Test
    void shouldCountTargetsAlikeAndUnsellableOnesApart() {
        Holdout questions = Prequential.questions(SHOP.data(), Shop.RANGE);

        Prequential day = Prequential.day(questions, SHOP.timeline(), query -> List.of("x", "b", "a"), 2);

        assertThat(day).isEqualTo(new Prequential(2, 1, 0.5, 0.25));
    }

    @Test
    void shouldAgreeWithTheScorer() {
        Holdout questions = Prequential.questions(SHOP.data(), Shop.RANGE);
        HoldoutScores scores =
                new HoldoutScorer(1, () -> 0L).score(Shop.Fixed.of("x", "b", "a"), questions, SHOP.timeline(), 2);

        assertThat(Prequential.day(questions, scores)).isEqualTo(new Prequential(2, 1, 0.5, 0.25));
    }

    @Test
    void shouldNeverHitByRepeatingTheLastItem() {
        Holdout questions = Prequential.questions(SHOP.data(), Shop.RANGE);

        assertThat(Prequential.day(questions, SHOP.timeline(), Prequential.REPEAT_LAST, 20)
                        .hitRate())
                .isZero();
    }
}
