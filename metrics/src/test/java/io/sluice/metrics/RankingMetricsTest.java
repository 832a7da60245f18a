package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
    private static final int[] RANKED = {7, 3, 9, 1};

    @Test
    void shouldScoreASingleTargetByItsPlace() {
        assertThat(RankingMetrics.ndcg(0, 20)).isEqualTo(1.0);
        assertThat(RankingMetrics.ndcg(2, 20)).isCloseTo(0.5, within(1e-15));
        assertThat(RankingMetrics.reciprocalRank(3, 20)).isEqualTo(0.25);
        assertThat(RankingMetrics.hit(19, 20)).isEqualTo(1.0);
    }

    @Test
    void shouldScoreNothingBeyondKOrWithoutTheTarget() {
        assertThat(RankingMetrics.ndcg(20, 20)).isZero();
        assertThat(RankingMetrics.reciprocalRank(-1, 20)).isZero();
        assertThat(RankingMetrics.hit(20, 20)).isZero();
    }

    @Test
    void shouldMatchGradedNdcgWorkedByHand() {
        // Gains 3 at place 2 and 1 at place 4: 3/log2(3) + 1/log2(5) = 2.323466; ideal 3 + 1/log2(3) = 3.630930.
        assertThat(RankingMetrics.ndcg(RANKED, Map.of(3, 3.0, 1, 1.0), 4)).isCloseTo(0.639909, within(1e-6));
        assertThat(RankingMetrics.ndcg(RANKED, Map.of(3, 3.0, 1, 1.0), 2)).isCloseTo(0.521296, within(1e-6));
    }

    @Test
    void shouldMatchSetMetricsWorkedByHand() {
        Set<Integer> targets = Set.of(3, 1, 5);

        assertThat(RankingMetrics.recall(RANKED, targets, 4)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(RankingMetrics.averagePrecision(RANKED, targets, 4)).isCloseTo((0.5 + 0.5) / 3, within(1e-15));
        assertThat(RankingMetrics.averagePrecision(RANKED, targets, 2)).isCloseTo(0.25, within(1e-15));
        assertThat(RankingMetrics.hit(RANKED, targets, 1)).isZero();
        assertThat(RankingMetrics.precision(RANKED, targets, 4)).isEqualTo(0.5);
        assertThat(RankingMetrics.precision(RANKED, targets, 8)).isEqualTo(0.25);
        assertThat(RankingMetrics.reciprocalRank(RANKED, targets, 4)).isEqualTo(0.5);
        assertThat(RankingMetrics.reciprocalRank(RANKED, targets, 1)).isZero();
    }

    @Test
    void shouldGradeRecallByWhatTargetsAreWorth() {
        Map<Integer, Double> gains = Map.of(3, 3.0, 1, 1.0, 5, 2.0);

        assertThat(RankingMetrics.recall(RANKED, gains, 2)).isEqualTo(0.5);
        assertThat(RankingMetrics.recall(RANKED, gains, 4)).isCloseTo(4.0 / 6, within(1e-15));
    }

    @Test
    void shouldTellEvenFromConcentrated() {
        assertThat(RankingMetrics.gini(new long[] {5, 5, 5, 5})).isZero();
        assertThat(RankingMetrics.gini(new long[] {0, 0, 0, 8})).isEqualTo(0.75);
        assertThat(RankingMetrics.gini(new long[0])).isZero();
    }

    @Test
    void shouldRefuseWhatIsUndefined() {
        assertThatThrownBy(() -> RankingMetrics.recall(RANKED, Set.of(), 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RankingMetrics.hit(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
