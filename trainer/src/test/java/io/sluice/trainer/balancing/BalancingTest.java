package io.sluice.trainer.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sluice.trainer.tribuo.Conversion;
import io.sluice.trainer.tribuo.ConversionFamily;
import io.sluice.trainer.tribuo.ConversionTrainer;
import io.sluice.trainer.tribuo.FeatureTable;
import io.sluice.trainer.tribuo.Impressions;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancingTest {
    private static final FeatureTable TRAINING = Impressions.table(20_000, 1);
    private static final FeatureTable LATER = Impressions.table(4_000, 2);

    @ParameterizedTest
    @EnumSource
    void shouldBeCalibratedToTheUnbalancedTruthAfterCorrection(Balancing.Method method) {
        Balanced balanced = new Balancing(method, 1, 1).apply(TRAINING);

        Conversion model = new ConversionTrainer(
                        ConversionFamily.LOGISTIC_REGRESSION, new ConversionTrainer.Settings(3, 0.05, 1, 1, 1, 2), 1)
                .train(balanced.table());

        assertThat(meanError(row -> balanced.corrected(model.probability(row)))).isLessThan(0.02);
        assertThat(mean(row -> balanced.corrected(model.probability(row)))).isCloseTo(truth(), within(0.012));
        if (balanced.oddsFactor() > 2) {
            assertThat(mean(model::probability)).isGreaterThan(0.2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNDERSAMPLE", "OVERSAMPLE", "SMOTE", "CLASS_WEIGHTS"})
    void shouldBringBothLabelsToTheRatio(Balancing.Method method) {
        FeatureTable balanced = new Balancing(method, 0.5, 1).apply(TRAINING).table();

        assertThat(balanced.mass(true) / balanced.mass(false)).isCloseTo(0.5, within(0.03));
    }

    @Test
    void shouldKeepTheMassOfThoseThatStandForOthers() {
        Balanced balanced = new Balancing(Balancing.Method.UNDERSAMPLE_WITH_IMPORTANCE, 1, 1).apply(TRAINING);

        assertThat(balanced.table().size()).isLessThan(TRAINING.size() / 5);
        assertThat(balanced.table().mass(false)).isCloseTo(TRAINING.mass(false), within(1.0));
        assertThat(balanced.oddsFactor()).isCloseTo(1, within(1e-3));
    }

    @ParameterizedTest
    @EnumSource
    void shouldChooseTheSameRowsForTheSameSeed(Balancing.Method method) {
        FeatureTable one = new Balancing(method, 1, 5).apply(LATER).table();
        FeatureTable other = new Balancing(method, 1, 5).apply(LATER).table();

        assertThat(one.size()).isEqualTo(other.size());
        for (int row = 0; row < one.size(); row++) {
            assertThat(one.row(row)).isEqualTo(other.row(row));
        }
    }

    @Test
    void shouldMakeUpRowsOnlyBetweenThoseThatConverted() {
        FeatureTable table = FeatureTable.of(
                List.of("place"),
                new float[] {0, 1, 100, 101, Float.NaN, 50},
                new boolean[] {true, true, true, true, true, false},
                new float[] {1, 1, 1, 1, 1, 1});

        FeatureTable madeUp = new Smote(1, 1).madeUp(table, 40);

        assertThat(madeUp.positives()).isEqualTo(40);
        for (int row = 0; row < 40; row++) {
            float value = madeUp.value(row, 0);
            assertThat(Float.isNaN(value) || value >= 0 && value <= 1 || value >= 100 && value <= 101)
                    .as("made up at %s", value)
                    .isTrue();
        }
    }

    @Test
    void shouldGiveSmallSegmentsTheMassOfLargeOnes() {
        FeatureTable weighted = new SegmentWeights(1).apply(LATER, 2, row -> row < 400 ? 1 : 0);

        double small = 0;
        for (int row = 0; row < 400; row++) {
            small += weighted.weight(row);
        }
        assertThat(small).isCloseTo(LATER.size() / 2.0, within(1.0));
        assertThat(weighted.mass(true) + weighted.mass(false)).isCloseTo(LATER.size(), within(1.0));
        assertThat(new SegmentWeights(0)
                        .apply(LATER, 2, row -> row < 400 ? 1 : 0)
                        .weight(3))
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseRatiosThatAreNotPositiveAndTablesOfOneKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Balancing(Balancing.Method.SMOTE, 0, 1))
                .withMessageContaining("balancing.ratio must be finite and above 0, got 0.0");
        FeatureTable one = FeatureTable.of(List.of("place"), new float[2], new boolean[2], new float[] {1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Balancing.none().apply(one))
                .withMessageContaining("got 0 that did among 2");
    }

    private static double mean(ToDoubleFunction<float[]> model) {
        double sum = 0;
        for (int row = 0; row < LATER.size(); row++) {
            sum += model.applyAsDouble(LATER.row(row));
        }
        return sum / LATER.size();
    }

    private static double truth() {
        double sum = 0;
        for (int row = 0; row < LATER.size(); row++) {
            sum += Impressions.truth(LATER, row);
        }
        return sum / LATER.size();
    }

    private static double meanError(ToDoubleFunction<float[]> model) {
        double sum = 0;
        for (int row = 0; row < LATER.size(); row++) {
            sum += Math.abs(model.applyAsDouble(LATER.row(row)) - Impressions.truth(LATER, row));
        }
        return sum / LATER.size();
    }
}
