package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import io.sluice.models.Ranking;
import io.sluice.models.StockMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlsTrainerTest implements PersonalContract {
    /** The pairs shop is tiny: it bears little regularisation. */
    @Override
    public Recipe recipe() {
        return new Recipe(Family.ALS, Map.of("regularisation", "3"), 1);
    }

    @Test
    void shouldComeCloserToWhatWasTouchedWithEachSweep() {
        List<Double> errors = new ArrayList<>();

        recipe().trainer().train(Shop.ofPairs().set(0, 4), 1, (family, epoch, metric, value) -> errors.add(value));

        assertThat(errors).hasSize(5).allMatch(Double::isFinite);
        assertThat(errors.get(4)).isLessThan(errors.get(0));
    }

    @Test
    void shouldLearnFromTheNewestRowsOfItsBudgetOnly() {
        // The same items are as popular in both; who saw them together differs on the first day only.
        Shop together = new Shop().session(0, "a", "b").session(1, "c", "d");
        Shop apart = new Shop().session(0, "a").session(0, "b").session(1, "c", "d");

        assertThat(asked(together, "2")).isEqualTo(asked(apart, "2"));
        assertThat(asked(together, "4")).isNotEqualTo(asked(apart, "4"));
    }

    private static Ranking asked(Shop shop, String rows) {
        return new Recipe(Family.ALS, Map.of("regularisation", "3", "rows", rows), 1)
                .trainer()
                .train(shop.set(0, 2), 1, TrainingListener.NONE)
                .recommend(Shop.query(true, "a"), StockMask.ALL, 4);
    }
}
