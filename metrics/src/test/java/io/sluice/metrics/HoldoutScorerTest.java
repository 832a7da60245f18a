package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.dataset.InventoryTimeline;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HoldoutScorerTest {
    private static final HoldoutScorer SCORER = new HoldoutScorer(1, () -> 0L);

    private static Shop shop() {
        return new Shop()
                .did("u", 110, Action.VIEW, "a")
                .did("u", 111, Action.VIEW, "b")
                .did("u", 112, Action.PURCHASE, "c")
                .did("v", 113, Action.VIEW, "b")
                .did("v", 114, Action.VIEW, "a");
    }

    @Test
    void shouldWeighTargetsWithinASession() {
        HoldoutScores scores = SCORER.score(Shop.Fixed.of("a", "b", "c"), shop().holdout(), new Shop().timeline(), 20);

        SessionScores mrr = scores.sessions("mrr@20", Slice.ALL).orElseThrow();

        assertThat(mrr.size()).isEqualTo(2);
        assertThat(mrr.value(0)).isCloseTo((1 * 0.5 + 6 * (1.0 / 3)) / 7, within(1e-15));
        assertThat(mrr.value(1)).isEqualTo(1.0);
        assertThat(scores.means()).containsKeys("ndcg@20", "mrr@20", "hr@20", "recall@20");
        assertThat(scores.sessions("ndcg@10", Slice.ALL)).isEmpty();
    }

    @Test
    void shouldHoldToTheStockOfTheMoment() {
        InventoryTimeline timeline = new Shop()
                .stock(1, "a", 1)
                .stock(1, "b", 1)
                .stock(1, "c", 1)
                .stock(112, "c", 0)
                .stock(113, "b", 0)
                .timeline();

        HoldoutScores scores = SCORER.score(Shop.Fixed.of("b", "c", "a"), shop().holdout(), timeline, 20);

        assertThat(scores.tally().unsellableTargets()).isEqualTo(1);
        assertThat(scores.isScored(1)).isFalse();
        assertThat(scores.rank(0)).isZero();
        assertThat(scores.rank(2)).isZero();
        assertThat(scores.tally().unsellable()).isZero();
        assertThat(scores.tally().catalogue()).isEqualTo(1);
    }

    @Test
    void shouldMissTargetsThatTheModelDoesNotKnow() {
        HoldoutScores scores = SCORER.score(Shop.Fixed.of("a"), shop().holdout(), new Shop().timeline(), 20);

        assertThat(scores.rank(0)).isEqualTo(-1);
        assertThat(scores.tally().scored()).isEqualTo(3);
    }

    @Test
    void shouldGiveTheSameResultWithAnyNumberOfThreads() {
        Shop shop = new Shop();
        for (int user = 0; user < 25; user++) {
            for (int step = 0; step < 4; step++) {
                shop.did("u" + user, 101 + (user * 7 + step * 13) % 97, Action.VIEW, "i" + (user + step) % 9);
            }
        }
        Recommender model = Shop.Fixed.of("i0", "i1", "i2", "i3", "i4", "i5");

        HoldoutScores one = SCORER.score(model, shop.holdout(), shop.timeline(), 3);
        HoldoutScores three = new HoldoutScorer(3, () -> 0L).score(model, shop.holdout(), shop.timeline(), 3);

        assertThat(three.rankingsSha256()).isEqualTo(one.rankingsSha256());
        assertThat(three.tally()).isEqualTo(one.tally());
        assertThat(three.means()).isEqualTo(one.means());
    }

    @Test
    void shouldHashWhatIsRecommendedByIdNotByIndex() {
        Holdout holdout = shop().holdout();
        InventoryTimeline everything = new Shop().timeline();

        String hash =
                SCORER.score(Shop.Fixed.of("a", "b"), holdout, everything, 2).rankingsSha256();

        assertThat(SCORER.score(Shop.Fixed.of("a", "b", "c"), holdout, everything, 2)
                        .rankingsSha256())
                .isEqualTo(hash);
        assertThat(SCORER.score(Shop.Fixed.of("b", "a"), holdout, everything, 2).rankingsSha256())
                .isNotEqualTo(hash);
    }

    @Test
    void shouldWeighByActionOrCountAllAlike() {
        HoldoutScores scores = SCORER.score(Shop.Fixed.of("a", "b", "c"), shop().holdout(), new Shop().timeline(), 2);

        assertThat(scores.sessions("hr@2", Slice.ALL).orElseThrow().value(0)).isCloseTo(1.0 / 7, within(1e-15));
        assertThat(scores.sessions("hr-binary@2", Slice.ALL).orElseThrow().value(0))
                .isEqualTo(0.5);
        assertThat(scores.sessions("precision@2", Slice.ALL).orElseThrow().value(1))
                .isEqualTo(0.5);
        assertThat(scores.sessions("map@2", Slice.ALL).orElseThrow().value(0)).isCloseTo(0.5 / 7, within(1e-15));
    }

    @Test
    void shouldDescribeListsAsWorkedByHand() {
        // Before the holdout: three times a, once b, never c; so shares 4/7, 2/7, 1/7.
        Shop shop = new Shop();
        for (int second = 1; second <= 3; second++) {
            shop.did("h" + second, second, Action.VIEW, "a", "x", OptionalLong.empty());
        }
        shop.did("h4", 4, Action.VIEW, "b", "y", OptionalLong.empty());
        shop.did("u", 110, Action.VIEW, "a").did("u", 111, Action.VIEW, "c");

        Variety variety = SCORER.score(Shop.Fixed.of("a", "b", "c"), shop.holdout(), shop.timeline(), 2)
                .variety();

        assertThat(variety.novelty()).isCloseTo((0.807354922 + 1.807354922) / 2, within(1e-9));
        assertThat(variety.popularityBias()).isCloseTo(3.0, within(1e-12));
        assertThat(variety.diversity()).isEqualTo(1.0);
    }

    @Test
    void shouldSayWhichHitsAnotherModelWouldHaveShownAnyway() {
        HoldoutScores scores = SCORER.score(Shop.Fixed.of("a", "b", "c"), shop().holdout(), new Shop().timeline(), 3);
        HoldoutScores narrow = SCORER.score(Shop.Fixed.of("c"), shop().holdout(), new Shop().timeline(), 3);

        // Weights: b 1, c 6, a 1.
        assertThat(scores.hitsShared(narrow)).isCloseTo(6.0 / 8, within(1e-15));
        assertThat(narrow.hitsShared(scores)).isEqualTo(1.0);
    }

    @Test
    void shouldReadScoresAsProbabilitiesOnlyWhereTheyMayBe() {
        HoldoutScores scores = SCORER.score(Shop.Fixed.of("a", "b", "c"), shop().holdout(), new Shop().timeline(), 3);

        assertThat(scores.scoresAreProbabilities()).isTrue();
        assertThat(scores.reliability().orElseThrow().bins()).containsExactly(new Reliability.Bin(3, 0.0, 1.0 / 3));
    }

    @Test
    void shouldCountWhatABrokenModelDoes() {
        InventoryTimeline timeline = new Shop().stock(1, "a", 0).timeline();
        Recommender careless = new Careless(Ranking.of(new int[] {0, 0, 9}, new float[] {1, Float.NaN, 0}, 3));
        Recommender throwing = new Careless(null);

        Tally heedless = SCORER.score(careless, shop().holdout(), timeline, 20).tally();
        Tally failing = SCORER.score(throwing, shop().holdout(), timeline, 20).tally();

        assertThat(heedless.unsellable()).isEqualTo(2);
        assertThat(heedless.invalid()).isEqualTo(4);
        assertThat(heedless.nonFinite()).isEqualTo(2);
        assertThat(failing.failures()).isEqualTo(2);
        assertThat(failing.firstFailure()).contains("lost its matrix");
    }

    /** Always answers the same, whatever the mask says; throws if it has no answer. */
    private record Careless(Ranking answer) implements Recommender {
        @Override
        public Family family() {
            return Family.ALS;
        }

        @Override
        public ItemCatalog items() {
            return ItemCatalog.of(List.of("a", "b", "c"));
        }

        @Override
        public Ranking recommend(Query query, StockMask mask, int k) {
            if (answer == null) {
                throw new IllegalStateException("lost its matrix");
            }
            return answer;
        }
    }
}
