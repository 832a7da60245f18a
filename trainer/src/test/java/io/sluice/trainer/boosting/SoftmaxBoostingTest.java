package io.sluice.trainer.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.models.Forest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxBoostingTest {
    private static final BoostingSettings SETTINGS = new BoostingSettings(80, 8, 0.2, 1, 1, 10);

    /** Of ten rows with two columns, the one with the largest product is chosen: no single column tells. */
    private static ChoiceLists products(int lists, long seed, boolean noise) {
        Random random = new Random(seed);
        ChoiceLists made = new ChoiceLists(2);
        for (int list = 0; list < lists; list++) {
            float[] rows = new float[20];
            int best = 0;
            for (int row = 0; row < 10; row++) {
                rows[2 * row] = random.nextFloat() - 0.5f;
                rows[2 * row + 1] = random.nextFloat() - 0.5f;
                best = rows[2 * row] * rows[2 * row + 1] > rows[2 * best] * rows[2 * best + 1] ? row : best;
            }
            made.add(rows, new float[10], 10, noise ? random.nextInt(10) : best);
        }
        return made;
    }

    private static double right(Forest forest, ChoiceLists lists) {
        int right = 0;
        for (int list = 0; list < lists.size(); list++) {
            int best = lists.from(list);
            for (int row = lists.from(list); row < lists.to(list); row++) {
                best = forest.answer(lists.values(), 2 * row) > forest.answer(lists.values(), 2 * best) ? row : best;
            }
            right += best == lists.chosen(list) ? 1 : 0;
        }
        return (double) right / lists.size();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLearnWhatNoColumnTellsAlone(long seed) {
        Forest forest = new SoftmaxBoosting(SETTINGS, (trees, train, validation) -> {})
                .fit(products(2000, seed, false), products(300, seed + 10, false), seed);

        assertThat(right(forest, products(500, seed + 20, false))).isGreaterThan(0.8);
    }

    @Test
    void shouldGrowHardlyAnythingOnNoise() {
        Forest forest = new SoftmaxBoosting(SETTINGS, (trees, train, validation) -> {})
                .fit(products(500, 1, true), products(500, 2, true), 1);

        assertThat(forest.trees()).isLessThan(5);
    }

    @Test
    void shouldBeginWithTheLossOfAnEvenGuess() {
        double[] first = new double[2];

        new SoftmaxBoosting(new BoostingSettings(1, 2, 1e-6, 1, 1, 1), (trees, train, validation) -> {
                    first[0] = train;
                    first[1] = validation;
                })
                .fit(products(50, 1, false), products(50, 2, false), 1);

        assertThat(first[0]).isCloseTo(Math.log(10), within(1e-4));
        assertThat(first[1]).isCloseTo(Math.log(10), within(1e-4));
    }

    @Test
    void shouldGrowNothingFromNoLists() {
        assertThat(new SoftmaxBoosting(SETTINGS, (trees, train, validation) -> {})
                        .fit(new ChoiceLists(2), new ChoiceLists(2), 1)
                        .trees())
                .isZero();
    }
}
