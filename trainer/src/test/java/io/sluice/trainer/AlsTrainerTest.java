package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.models.AlsModel;
import io.sluice.models.Family;
import io.sluice.models.Ranking;
import io.sluice.models.StockMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Test
    void shouldReachAColdStartsLossInFewerSweepsFromAnOlderModel() {
        AlsTrainer trainer = new AlsTrainer(Map.of("regularisation", "3", "sweeps", "8", "half-life-days", "1000"));
        AlsModel yesterday = trainer.train(Shop.ofPairs().set(0, 3), 1, TrainingListener.NONE);
        TrainingSet today = Shop.ofPairs().session(3, "new", "a1", "b1").set(0, 4);
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();

        trainer.train(today, 7, (family, epoch, metric, value) -> cold.add(value));
        AlsModel learntOn =
                trainer.train(today, 7, (family, epoch, metric, value) -> warm.add(value), Optional.of(yesterday));

        assertThat(warm.get(1)).isLessThanOrEqualTo(cold.get(7) * 1.001);
        assertThat(cold.get(1)).isGreaterThan(cold.get(7) * 1.001);
        assertThat(learntOn.items().index("new")).isPresent();
        assertThat(RecommenderContract.recommended(learntOn, Shop.query(false, "a3"), 1))
                .containsExactly("b3");
    }

    @Test
    void shouldRefuseToStartFromAModelOfAnotherRank() {
        AlsModel narrow =
                new AlsTrainer(Map.of("factors", "4")).train(Shop.ofPairs().set(0, 3), 1, TrainingListener.NONE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlsTrainer(Map.of("factors", "8"))
                        .train(Shop.ofPairs().set(0, 4), 1, TrainingListener.NONE, Optional.of(narrow)))
                .withMessageContaining("factors must be 4 as in the model to start from, got 8");
    }

    @Test
    void shouldStopOnceWhatIsHeldOutIsFoundNoBetter() {
        AlsTrainer trainer = new AlsTrainer(
                Map.of("regularisation", "3", "sweeps", "50", "validation-share", "0.2", "patience", "2"));
        List<String> curve = new ArrayList<>();

        AlsModel model = trainer.train(
                Shop.ofPairs().set(0, 4), 1, (family, epoch, metric, value) -> curve.add(epoch + " " + metric));

        assertThat(curve).startsWith("1 train-loss", "1 validation-hit@20").hasSizeLessThan(40);
        assertThat(RecommenderContract.recommended(model, Shop.query(false, "a3"), 1))
                .containsExactly("b3");
    }
}
