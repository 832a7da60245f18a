package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CovisitationTrainerTest implements PersonalContract {
    @Override
    public Recipe recipe() {
        return new Recipe(Family.COVISITATION, Map.of(), 1);
    }

    /** The later day's rows are read apart, so their numbering of items differs. */
    @Test
    void shouldGiveTheBytesOfAFullCountWhenADayIsAddedToCountedDays(@TempDir Path directory) {
        CovisitationTrainer trainer = new CovisitationTrainer(Map.of());
        TrainingSet whole = drifting(0, 1, 2).set(0, 3);
        List<DayCounts> days = new ArrayList<>(trainer.count(drifting(0, 1).set(0, 2)));
        days.addAll(trainer.count(drifting(2).set(2, 3)));

        ModelFiles.save(trainer.merge(days, whole.catalog(), whole.range().to()), directory.resolve("merged"));
        ModelFiles.save(trainer.train(whole, 1, TrainingListener.NONE), directory.resolve("full"));

        assertThat(directory.resolve("merged").resolve(ModelFiles.FILE))
                .hasSameBinaryContentAs(directory.resolve("full").resolve(ModelFiles.FILE));
    }

    private static Shop drifting(int... days) {
        Shop shop = new Shop();
        for (int day : days) {
            for (int shopper = 0; shopper < 20; shopper++) {
                shop.session(day, "i" + (shopper + day) % 7, "i" + (shopper * 3 + day) % 11, "j" + shopper % (day + 2));
            }
        }
        return shop;
    }

    @Test
    void shouldFollowTheYoungerHabit() {
        Shop shop = new Shop();
        for (int shopper = 0; shopper < 5; shopper++) {
            shop.session(0, "from", "once");
        }
        for (int shopper = 0; shopper < 3; shopper++) {
            shop.session(3, "from", "now");
        }

        Recommender model =
                new CovisitationTrainer(Map.of("half-life-days", "1")).train(shop.set(0, 4), 1, TrainingListener.NONE);

        assertThat(RecommenderContract.recommended(model, Shop.query(false, "from"), 2))
                .containsExactly("now", "once");
    }
}
