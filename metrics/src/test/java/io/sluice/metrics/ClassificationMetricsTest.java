package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Numbers worked by hand; {@code infra/metrics/check} compares many more with scikit-learn. */
class ClassificationMetricsTest {
    private static final double[] SAID = {0.9, 0.8, 0.7, 0.6, 0.4, 0.3};
    private static final boolean[] CAME = {true, true, false, true, false, false};

    @Test
    void shouldMatchLossesWorkedByHand() {
        // -(ln .9 + ln .8 + ln .3 + ln .6 + ln .6 + ln .7) / 6
        assertThat(ClassificationMetrics.logLoss(SAID, CAME)).isCloseTo(0.4851338, within(1e-7));
        assertThat(ClassificationMetrics.brier(SAID, CAME)).isCloseTo(0.95 / 6, within(1e-15));
    }

    @Test
    void shouldMatchOrderingMetricsWorkedByHand() {
        // Of nine pairs only (.6, .7) is in the wrong order; positives stand at places 1, 2 and 4.
        assertThat(ClassificationMetrics.areaUnderRoc(SAID, CAME)).isCloseTo(8.0 / 9, within(1e-15));
        assertThat(ClassificationMetrics.averagePrecision(SAID, CAME)).isCloseTo((1 + 1 + 0.75) / 3, within(1e-15));
    }

    @Test
    void shouldFavourNobodyWithinATie() {
        double[] tied = {0.5, 0.5};

        assertThat(ClassificationMetrics.areaUnderRoc(tied, new boolean[] {true, false}))
                .isEqualTo(0.5);
        assertThat(ClassificationMetrics.averagePrecision(tied, new boolean[] {false, true}))
                .isEqualTo(0.5);
    }

    @Test
    void shouldCountWhatAThresholdGetsRight() {
        ClassificationMetrics.Confusion confusion = ClassificationMetrics.at(0.5, SAID, CAME);

        assertThat(confusion).isEqualTo(new ClassificationMetrics.Confusion(3, 1, 0, 2));
        assertThat(confusion.precision()).isEqualTo(0.75);
        assertThat(confusion.recall()).isEqualTo(1.0);
        assertThat(confusion.f1()).isCloseTo(6.0 / 7, within(1e-15));
        assertThat(confusion.accuracy()).isCloseTo(5.0 / 6, within(1e-15));
        assertThat(ClassificationMetrics.at(1, SAID, CAME).precision()).isZero();
    }

    @Test
    void shouldDrawAReliabilityCurve() {
        Reliability halves = Reliability.ofProbabilities(SAID, CAME, 2);

        assertThat(halves.bins()).hasSize(2);
        assertThat(halves.bins().get(0).said()).isCloseTo(0.35, within(1e-15));
        assertThat(halves.bins().get(0).came()).isZero();
        assertThat(halves.bins().get(1).said()).isCloseTo(0.75, within(1e-15));
        assertThat(halves.bins().get(1).came()).isEqualTo(0.75);
        assertThat(halves.calibrationError()).isCloseTo(0.7 / 6, within(1e-15));
    }

    @Test
    void shouldPutTheEdgesOfABinWhereTheyBelong() {
        Reliability halves =
                Reliability.ofProbabilities(new double[] {0, 0.5, 1}, new boolean[] {false, true, true}, 2);

        assertThat(halves.bins()).extracting(Reliability.Bin::examples).containsExactly(2L, 1L);
    }

    @Test
    void shouldCutScoresIntoEqualCounts() {
        Reliability thirds = Reliability.ofScores(new double[] {-5, 100, 3, 7, 2, 9}, CAME, 3);

        assertThat(thirds.bins()).extracting(Reliability.Bin::examples).containsExactly(2L, 2L, 2L);
        assertThat(thirds.bins()).extracting(Reliability.Bin::came).containsExactly(0.5, 0.5, 0.5);
    }

    @Test
    void shouldMatchRegressionErrorsWorkedByHand() {
        double[] predicted = {1, 2, 4};
        double[] observed = {2, 2, 1};

        assertThat(RegressionMetrics.meanAbsoluteError(predicted, observed)).isCloseTo(4.0 / 3, within(1e-15));
        assertThat(RegressionMetrics.rootMeanSquaredError(predicted, observed))
                .isCloseTo(Math.sqrt(10.0 / 3), within(1e-15));
    }

    @Test
    void shouldRefuseWhatIsUndefined() {
        assertThatThrownBy(() -> ClassificationMetrics.logLoss(new double[] {1.2}, new boolean[] {true}))
                .hasMessageContaining("[0, 1], got 1.2");
        assertThatThrownBy(() -> ClassificationMetrics.areaUnderRoc(new double[] {1}, new boolean[] {true}))
                .hasMessageContaining("both outcomes, got 1 positive and 0 negative");
        assertThatThrownBy(() -> ClassificationMetrics.averagePrecision(new double[] {1}, new boolean[] {false}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegressionMetrics.meanAbsoluteError(new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
