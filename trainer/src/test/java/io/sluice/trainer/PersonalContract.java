package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Recommender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Dark and light fields: shoppers stay on one colour, each session leaves out one field of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void shouldRecommendTheWithheldItemOfACheckerboard(long seed) {
        Random random = new Random(seed);
        Shop shop = new Shop();
        for (int session = 0; session < 80; session++) {
            shop.session(session % 4, board(session % 2 == 0 ? "dark" : "light", session / 2 % 8, random));
        }
        Recommender model = recipe().trainer().train(shop.set(0, 4), seed, TrainingListener.NONE);

        for (String colour : List.of("dark", "light")) {
            for (int withheld = 0; withheld < 8; withheld++) {
                String[] seen = board(colour, withheld, random);
                assertThat(RecommenderContract.recommended(model, Shop.query(false, seen), 1))
                        .as("%s but %s", colour, withheld)
                        .containsExactly(colour + withheld);
            }
        }
    }

    private static String[] board(String colour, int withheld, Random random) {
        List<String> fields = new ArrayList<>();
        for (int field = 0; field < 8; field++) {
            if (field != withheld) {
                fields.add(colour + field);
            }
        }
        Collections.shuffle(fields, random);
        return fields.toArray(String[]::new);
    }

    @Test
    default void shouldHeedTheNewestItemMost() {
        Recommender model = trainedOnPairs();

        assertThat(RecommenderContract.recommended(model, Shop.query(false, "a1", "a2"), 2))
                .containsExactly("b2", "b1");
    }
}
