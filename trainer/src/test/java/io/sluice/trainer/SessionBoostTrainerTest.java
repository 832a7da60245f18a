package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.models.Family;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionBoostTrainerTest implements PersonalContract {
    @Override
    public Recipe recipe() {
        return new Recipe(Family.SESSION_BOOST, Map.of(), 1);
    }

    private static TrainingSet returning() {
        Shop shop = new Shop();
        Random random = new Random(7);
        for (int shopper = 0; shopper < 900; shopper++) {
            int first = random.nextInt(40);
            String home = "home" + first;
            shop.session(shopper / 300, home, "x" + random.nextInt(40), home, "y" + random.nextInt(40), home);
        }
        return shop.set(0, 3);
    }

    private static Recommender trained(Map<String, String> parameters, TrainingListener listener) {
        return new SessionBoostTrainer(parameters).train(returning(), 1, listener);
    }

    /** Neighbours alone propose what stood around x7; that shoppers go back to where they began has to be learnt. */
    @Test
    void shouldLearnThatShoppersReturn() {
        Recommender model = trained(Map.of("lesson-share", "0.3"), TrainingListener.NONE);

        for (int home = 0; home < 40; home++) {
            assertThat(RecommenderContract.recommended(model, Shop.query(true, "home" + home, "x7"), 1))
                    .containsExactly("home" + home);
        }
    }

    @Test
    void shouldShowTheCurveOfItsTrees() {
        List<Double> losses = new ArrayList<>();

        trained(Map.of("lesson-share", "0.3"), (family, epoch, metric, value) -> {
            if (metric.equals("validation-log-loss")) {
                losses.add(value);
            }
        });

        assertThat(losses).hasSizeGreaterThan(5);
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
    }

    @Test
    void shouldGiveTheSameBytesForAnyNumberOfThreads(@TempDir Path directory) throws Exception {
        for (int threads : new int[] {1, 3}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                Recommender model = pool.submit(() -> trained(Map.of("lesson-share", "0.3"), TrainingListener.NONE))
                        .get();
                ModelFiles.save(model, directory.resolve("by-" + threads));
            } finally {
                pool.shutdown();
            }
        }

        assertThat(directory.resolve("by-1").resolve(ModelFiles.FILE))
                .hasSameBinaryContentAs(directory.resolve("by-3").resolve(ModelFiles.FILE));
    }

    /** A shop where everybody looks twice: going on at once to the same item is a step only if runs are kept. */
    @Test
    void shouldTakeGoingBackAtOnceAsAStepOnlyIfAsked() throws IOException {
        Shop shop = new Shop();
        for (int shopper = 0; shopper < 60; shopper++) {
            shop.session(0, "a" + shopper % 3, "a" + shopper % 3, "b");
        }

        Recommender keeping = new SessionBoostTrainer(Map.of("collapse-runs", "false"))
                .train(shop.set(0, 1), 1, TrainingListener.NONE);
        Recommender collapsing = new SessionBoostTrainer(Map.of("collapse-runs", "true"))
                .train(shop.set(0, 1), 1, TrainingListener.NONE);

        assertThat(RecommenderContract.recommended(keeping, Shop.query(true, "a1"), 1))
                .containsExactly("a1");
        assertThat(RecommenderContract.recommended(collapsing, Shop.query(false, "a1"), 1))
                .containsExactly("b");
    }

    @Test
    void shouldRefuseParametersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionBoostTrainer(Map.of("lesson-share", "1")))
                .withMessageContaining("lesson-share must lie in (0, 1), got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionBoostTrainer(Map.of("collapse-runs", "perhaps")))
                .withMessageContaining("collapse-runs must be true or false, got perhaps");
    }
}
