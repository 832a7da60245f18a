package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.models.ModelFiles;
import io.sluice.models.Query;
import io.sluice.models.Question;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import io.sluice.models.UnreadableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every family keeps. */
interface RecommenderContract {
    Recipe recipe();

    default Recommender trained(TrainingSet set) {
        return recipe().trainer().train(set, recipe().seed(), TrainingListener.NONE);
    }

    default Recommender trainedOnPairs() {
        return trained(Shop.ofPairs().set(0, 4));
    }

    static List<String> ids(Recommender model, Ranking ranking) {
        return IntStream.range(0, ranking.size())
                .mapToObj(rank -> model.items().id(ranking.item(rank)))
                .toList();
    }

    static List<String> recommended(Recommender model, Query query, int k) {
        return ids(model, model.recommend(query, StockMask.ALL, k));
    }

    @Test
    default void shouldPreferWhatShoppersTouchToWhatNobodyTouched() {
        Recommender model = trained(Shop.ofPairs().listed(0, "shelf-warmer").set(0, 4));

        Query query = Shop.query(true, "a0");

        assertThat(recommended(model, query, 10)).hasSize(10).doesNotContain("shelf-warmer");
        assertThat(recommended(model, query, 100)).hasSize(21).contains("shelf-warmer");
    }

    @Test
    default void shouldKnowOnlyItemsOfItsRangeAndOfTheInventoryVisibleThen() {
        Shop shop = new Shop()
                .session(0, "too-old", "too-old-as-well")
                .session(1, "b", "a")
                .session(2, "b", "c")
                .session(3, "too-young", "b")
                .listed(0, "listed")
                .listed(3, "listed-later");

        Recommender model = trained(shop.set(1, 3));

        assertThat(model.items().ids()).containsExactly("a", "b", "c", "listed");
    }

    @Test
    default void shouldRecommendSeenItemsOnlyWhenAllowed() {
        Recommender model = trainedOnPairs();

        assertThat(recommended(model, Shop.query(true, "a0", "b0"), 100)).contains("a0", "b0");
        assertThat(recommended(model, Shop.query(false, "a0", "b0"), 100))
                .hasSize(18)
                .doesNotContain("a0", "b0");
    }

    @Test
    default void shouldNeverRecommendWhatTheMaskRefuses() {
        Recommender model = trainedOnPairs();
        int soldOut = model.items().index("b3").orElseThrow();

        Ranking ranking = model.recommend(Shop.query(true, "a3"), item -> item != soldOut, 100);

        assertThat(ids(model, ranking)).hasSize(19).doesNotContain("b3");
    }

    @Test
    default void shouldGiveTheSameBytesForTheSameSeed(@TempDir Path directory) throws IOException {
        ModelFiles.save(trainedOnPairs(), directory.resolve("one"));
        ModelFiles.save(trainedOnPairs(), directory.resolve("other"));

        assertThat(directory.resolve("one").resolve(ModelFiles.FILE))
                .hasSameBinaryContentAs(directory.resolve("other").resolve(ModelFiles.FILE));
    }

    @Test
    default void shouldSurviveSaveAndLoad(@TempDir Path directory) throws IOException {
        Recommender model = trainedOnPairs();
        ModelFiles.save(model, directory.resolve("one"));

        Recommender loaded = ModelFiles.load(directory.resolve("one"));
        ModelFiles.save(loaded, directory.resolve("other"));

        assertThat(loaded.family()).isEqualTo(recipe().family());
        assertThat(loaded.items().ids()).isEqualTo(model.items().ids());
        for (Query query : List.of(Shop.query(true, "a3"), Shop.query(false, "a1", "b1", "a7"), Shop.query(true))) {
            assertThat(loaded.recommend(query, StockMask.ALL, 7)).isEqualTo(model.recommend(query, StockMask.ALL, 7));
        }
        assertThat(directory.resolve("other").resolve(ModelFiles.FILE))
                .hasSameBinaryContentAs(directory.resolve("one").resolve(ModelFiles.FILE));
        assertThat(directory.resolve("one")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    default void shouldRefuseAFileThatIsCutShortOrFlipped(@TempDir Path directory) throws IOException {
        ModelFiles.save(trainedOnPairs(), directory);
        Path file = directory.resolve(ModelFiles.FILE);
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ModelFiles.load(directory))
                    .isInstanceOf(UnreadableModel.class)
                    .hasMessageContaining("cut short");
        }
        for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 97)) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(file, flipped);
            assertThatThrownBy(() -> ModelFiles.load(directory)).isInstanceOf(UnreadableModel.class);
        }
    }

    @Test
    default void shouldAnswerEmptyQueriesAndIgnoreUnknownItems() {
        Recommender model = trainedOnPairs();

        assertThat(recommended(model, Shop.query(true), 3)).hasSize(3);
        assertThat(recommended(model, Shop.query(false, "nobody-knows"), 100)).hasSize(20);
        assertThat(recommended(model, Shop.query(false, "a4", "nobody-knows"), 100))
                .hasSize(19)
                .doesNotContain("a4");
    }

    @Test
    default void shouldAnswerManyQuestionsAsItAnswersOne() {
        Recommender model = trainedOnPairs();
        int soldOut = model.items().index("b3").orElseThrow();
        List<Question> questions = IntStream.range(0, 150)
                .mapToObj(at -> new Question(
                        Shop.query(at % 2 == 0, "a" + at % 10, "b" + at % 7, "nobody-knows"),
                        at % 5 == 0 ? item -> item != soldOut : StockMask.ALL))
                .toList();

        List<Ranking> together = model.recommendAll(questions, 7);

        assertThat(together)
                .isEqualTo(questions.stream()
                        .map(question -> model.recommend(question.query(), question.mask(), 7))
                        .toList());
    }

    @Test
    default void shouldGiveTheSameBytesWithOneThreadAndWithTwo(@TempDir Path directory) throws Exception {
        for (int threads : new int[] {1, 2}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                Recommender model = pool.submit(this::trainedOnPairs).get();
                ModelFiles.save(model, directory.resolve("threads" + threads));
            } finally {
                pool.shutdown();
            }
        }

        assertThat(directory.resolve("threads2").resolve(ModelFiles.FILE))
                .hasSameBinaryContentAs(directory.resolve("threads1").resolve(ModelFiles.FILE));
    }

    @Test
    default void shouldAnswerFromOneShopperAndFromOneItem() {
        Recommender oneShopper = trained(new Shop().session(0, "a", "b", "c").set(0, 4));
        assertThat(recommended(oneShopper, Shop.query(false, "a"), 5)).containsExactlyInAnyOrder("b", "c");

        Recommender oneItem = trained(
                new Shop().session(0, "a").session(1, "a", "a").session(2, "a").set(0, 4));
        assertThat(recommended(oneItem, Shop.query(true, "a"), 5)).containsExactly("a");
        assertThat(recommended(oneItem, Shop.query(false, "a"), 5)).isEmpty();
    }

    @Test
    default void shouldAnswerWhereEverySessionIsTheSame() {
        Shop shop = new Shop();
        for (int session = 0; session < 12; session++) {
            shop.session(session % 4, "a", "b");
        }

        Recommender model = trained(shop.set(0, 4));

        assertThat(recommended(model, Shop.query(false, "a"), 5)).containsExactly("b");
        assertThat(recommended(model, Shop.query(true), 5)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    default void shouldTellItemsApartWhoseIdsHaveOneHash() {
        assertThat("AaAa").hasSameHashCodeAs("BBBB").hasSameHashCodeAs("AaBB");
        Shop shop = new Shop();
        for (int session = 0; session < 12; session++) {
            shop.session(session % 4, "AaAa", "BBBB").session(session % 4, "AaBB", "other");
        }

        Recommender model = trained(shop.set(0, 4));

        assertThat(recommended(model, Shop.query(true), 5)).containsExactlyInAnyOrder("AaAa", "BBBB", "AaBB", "other");
    }

    @Test
    default void shouldRefuseParametersThatAreNotNumbersByTheirName() {
        for (String name : recipe().trainer().parameters().keySet()) {
            for (String value : List.of("NaN", "Infinity", "-3", "many")) {
                Recipe spoilt = new Recipe(recipe().family(), Map.of(name, value), 1);

                assertThatIllegalArgumentException()
                        .as("%s=%s", name, value)
                        .isThrownBy(spoilt::trainer)
                        .withMessageContaining(name)
                        .withMessageContaining(value.substring(0, 2));
            }
        }
    }

    @Test
    default void shouldAnswerFromAnEmptySet() {
        Recommender model = trained(new Shop().listed(0, "only").set(0, 4));

        assertThat(recommended(model, Shop.query(true, "a1"), 3)).containsExactly("only");
        assertThat(recommended(trained(new Shop().set(0, 4)), Shop.query(true, "a1"), 3))
                .isEmpty();
    }

    @Test
    default void shouldRefuseToRankNothing() {
        Recommender model = trainedOnPairs();

        assertThatIllegalArgumentException().isThrownBy(() -> model.recommend(Shop.query(true), StockMask.ALL, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a0", "a1 b1", "a1 b1 a1 b1 b1 a9 unknown b2"})
    default void shouldGiveFiniteFallingScoresAndNoItemTwice(String session) {
        Recommender model = trainedOnPairs();
        Query query = Shop.query(true, session.isEmpty() ? new String[0] : session.split(" "));

        Ranking ranking = model.recommend(query, StockMask.ALL, 100);

        Set<Integer> items = new HashSet<>();
        for (int rank = 0; rank < ranking.size(); rank++) {
            assertThat(ranking.score(rank)).isFinite();
            assertThat(ranking.score(rank)).isLessThanOrEqualTo(rank == 0 ? Float.MAX_VALUE : ranking.score(rank - 1));
            assertThat(items.add(ranking.item(rank))).isTrue();
        }
        assertThat(ranking.size()).isEqualTo(20);
    }

    @Test
    default void shouldBeginEveryLongerRankingWithTheShorterOne() {
        Recommender model = trainedOnPairs();
        Query query = Shop.query(true, "a5", "b2");

        assertThat(recommended(model, query, 20))
                .startsWith(recommended(model, query, 6).toArray(String[]::new));
    }
}
