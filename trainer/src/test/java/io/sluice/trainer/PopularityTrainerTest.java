package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import io.sluice.models.PopularityModel;
import io.sluice.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PopularityTrainerTest implements RecommenderContract {
    @Override
    public Recipe recipe() {
        return new Recipe(Family.POPULARITY, Map.of(), 1);
    }

    @Test
    void shouldCountHalfAsMuchPerHalfLifeAndARunOnce() {
        PopularityTrainer trainer = new PopularityTrainer(Map.of("half-life-days", "1"));
        Shop shop = new Shop().session(0, "x", "x", "x").session(1, "y").session(1, Action.REFUND, "z");

        PopularityModel model = trainer.train(shop.set(0, 2), 1, TrainingListener.NONE);

        assertThat(model.score(0)).isEqualTo(0.5f);
        assertThat(model.score(1)).isEqualTo(1f);
        assertThat(model.score(2)).isZero();
    }

    @Test
    void shouldGiveTheFullCountWhenADayIsAddedToCountedDays() {
        PopularityTrainer trainer = new PopularityTrainer(Map.of());
        TrainingSet whole = Shop.ofPairs().set(0, 4);
        List<DayCounts> days = new ArrayList<>(trainer.count(Shop.ofPairs().set(0, 3)));
        days.addAll(trainer.count(Shop.ofPairs().set(3, 4)));

        PopularityModel merged =
                trainer.merge(days, whole.catalog(), whole.range().to());

        PopularityModel full = trainer.train(whole, 1, TrainingListener.NONE);
        for (int item = 0; item < full.items().size(); item++) {
            assertThat(merged.score(item)).isEqualTo(full.score(item)).isPositive();
        }
    }
}
