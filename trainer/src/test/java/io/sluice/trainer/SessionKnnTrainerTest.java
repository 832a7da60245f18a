package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import io.sluice.models.Recommender;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionKnnTrainerTest implements PersonalContract {
    @Override
    public Recipe recipe() {
        return new Recipe(Family.SESSION_KNN, Map.of(), 1);
    }

    /** Pairs alone cannot tell: as many went from c to x as to y. */
    @Test
    void shouldTellSessionsApartByTheirEarlierItems() {
        Shop shop = new Shop();
        for (int shopper = 0; shopper < 4; shopper++) {
            shop.session(0, "p", "c", "x").session(0, "q", "c", "y");
        }
        Recommender model = recipe().trainer().train(shop.set(0, 1), 1, TrainingListener.NONE);

        assertThat(RecommenderContract.recommended(model, Shop.query(false, "p", "c"), 1))
                .containsExactly("x");
        assertThat(RecommenderContract.recommended(model, Shop.query(false, "q", "c"), 1))
                .containsExactly("y");
    }

    @Test
    void shouldAskTheNewestSessionsOnly() {
        Shop shop = new Shop().session(0, "c", "old").session(0, "c", "old").session(1, "c", "new");
        Recommender model = new SessionKnnTrainer(Map.of("sample", "1", "popularity-half-life-days", "100"))
                .train(shop.set(0, 2), 1, TrainingListener.NONE);

        assertThat(RecommenderContract.recommended(model, Shop.query(false, "c"), 2))
                .containsExactly("new", "old");
    }
}
