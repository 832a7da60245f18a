package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Recommender;
import org.junit.jupiter.api.Test;

/** What every family that looks at the session keeps besides. */
interface PersonalContract extends RecommenderContract {
    @Test
    default void shouldRecommendWhatFollowed() {
        Recommender model = trainedOnPairs();

        for (int pair = 0; pair < 10; pair++) {
            assertThat(RecommenderContract.recommended(model, Shop.query(false, "a" + pair), 1))
                    .containsExactly("b" + pair);
        }
    }

    @Test
    default void shouldHeedTheNewestItemMost() {
        Recommender model = trainedOnPairs();

        assertThat(RecommenderContract.recommended(model, Shop.query(false, "a1", "a2"), 2))
                .containsExactly("b2", "b1");
    }
}
