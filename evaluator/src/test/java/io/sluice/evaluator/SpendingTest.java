package io.sluice.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingTest {
    private static final GatePolicy.Testing TESTING = GatePolicy.DEFAULTS.testing();

    @Test
    void shouldSpendTheBudgetEvenly() {
        assertThat(Spending.after(List.of(), 0, TESTING).level()).isCloseTo(0.035 / 30, within(1e-15));
        assertThat(Spending.after(Collections.nCopies(100, 0.035 / 30), 0, TESTING)
                        .level())
                .isCloseTo(0.035 / 30, within(1e-9));
    }

    @Test
    void shouldGrantOnlyWhatAnEarlierPolicyHasLeft() {
        assertThat(Spending.after(List.of(0.049), 0, TESTING).level()).isCloseTo(0.001, within(1e-9));
        assertThat(Spending.after(List.of(0.05), 0, TESTING).level()).isLessThan(1e-9);
        List<Double> longAgo = new ArrayList<>(Collections.nCopies(30, 0.0));
        longAgo.set(0, 0.05);
        assertThat(Spending.after(longAgo, 0, TESTING).level()).isCloseTo(0.035 / 30, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldNeverSpendMoreThanAlphaOverAnyCampaign(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        List<Double> spent = new ArrayList<>();
        for (int decision = 0; decision < 300; decision++) {
            double level = Spending.after(spent, 0, TESTING).level();
            spent.add(random.uniform() < 0.3 ? 0 : level);
        }

        for (int from = 0; from + 30 <= spent.size(); from++) {
            assertThat(spent.subList(from, from + 30).stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isLessThanOrEqualTo(0.05 * (1 + 1e-8));
        }
    }

    @Test
    void shouldTellTheTrainerOfWholeStepsOnly() {
        Ladder ladder = new Ladder(0.01);

        assertThat(ladder.tell(Optional.empty(), 0.3137)).isCloseTo(0.31, within(1e-12));
        assertThat(ladder.tell(Optional.of(0.31), 0.3199)).isEqualTo(0.31);
        assertThat(ladder.tell(Optional.of(0.31), 0.2)).isEqualTo(0.31);
        assertThat(ladder.tell(Optional.of(0.31), 0.327)).isCloseTo(0.33, within(1e-12));
    }
}
