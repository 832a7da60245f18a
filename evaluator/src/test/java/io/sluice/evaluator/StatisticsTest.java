package io.sluice.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.metrics.SessionScores;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {
    @ParameterizedTest
    @CsvSource({"1, 0.025, 12.706205", "10, 0.025, 2.228139", "10, 0.05, 1.812461", "100000, 0.025, 1.959988"})
    void shouldMatchTablesOfStudentsT(double degrees, double probability, double quantile) {
        assertThat(new StudentT(degrees).above(probability)).isCloseTo(quantile, within(2e-5));
        assertThat(new StudentT(degrees).below(quantile)).isCloseTo(1 - probability, within(1e-6));
    }

    @Test
    void shouldClusterByUserAsWorkedByHand() {
        // Differences 0.2, 0.4 of user 0, -0.1 of user 1, 0.3 of user 2: mean 0.2, residuals 0.2, -0.3, 0.1.
        PairedDifferences differences =
                pairs(new int[] {0, 0, 1, 2}, new double[4], new double[] {0.2, 0.4, -0.1, 0.3});

        assertThat(differences.mean()).isCloseTo(0.2, within(1e-15));
        assertThat(differences.standardError()).isCloseTo(Math.sqrt(0.14 * 3 / 2) / 4, within(1e-15));
        assertThat(differences.users()).isEqualTo(3);
        // 4² / (2² + 1² + 1²) users of equal size would weigh as much.
        assertThat(differences.degreesOfFreedom()).isCloseTo(16.0 / 6 - 1, within(1e-15));
        assertThat(differences.differing()).isEqualTo(4);
    }

    @Test
    void shouldRefuseToPairDifferentSessions() {
        SessionScores one = SessionScores.of(new int[] {0}, new int[] {0}, new double[] {1});
        SessionScores other = SessionScores.of(new int[] {1}, new int[] {0}, new double[] {1});

        assertThatThrownBy(() -> PairedDifferences.of(one, other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRepeatTheBootstrapBitForBit() {
        PairedDifferences differences = simulated(7, 200, 0.0);

        Interval interval = new ClusterBootstrap(500, 42).interval(differences, 0.05);

        assertThat(new ClusterBootstrap(500, 42).interval(differences, 0.05)).isEqualTo(interval);
        assertThat(new ClusterBootstrap(500, 43).interval(differences, 0.05)).isNotEqualTo(interval);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHaveBootstrapAndAnalyticIntervalAgree(long seed) {
        PairedDifferences differences = simulated(seed, 800, 0.01);
        double near = 0.25 * differences.standardError();

        Interval bootstrap = new ClusterBootstrap(2000, seed).interval(differences, 0.025);
        double reach = new StudentT(differences.degreesOfFreedom()).above(0.025) * differences.standardError();

        assertThat(bootstrap.low()).isCloseTo(differences.mean() - reach, within(near));
        assertThat(bootstrap.high()).isCloseTo(differences.mean() + reach, within(near));
    }

    @Test
    void shouldNotCallEqualModelsBetterMoreOftenThanStated() {
        int better = 0;
        for (int decision = 0; decision < 200; decision++) {
            better += comparison(1000 + decision, 300, 0.0).isBetter() ? 1 : 0;
        }

        // Clopper-Pearson: up to 16 of 200 the exact lower 95 % limit of the rate stays at or under 0.05.
        assertThat(better).isLessThanOrEqualTo(16);
    }

    @Test
    void shouldFindARealDifferenceOfTheSizeItCallsDetectable() {
        double detectable = comparison(0, 300, 0.0).detectable();
        int better = 0;
        for (int decision = 0; decision < 50; decision++) {
            better += comparison(5000 + decision, 300, detectable).isBetter() ? 1 : 0;
        }

        assertThat(better).isBetween(30, 49);
    }

    private static Comparison comparison(long seed, int users, double lift) {
        SessionScores[] pair = sessions(seed, users, lift);
        return Comparison.of("a/a", pair[0], pair[1], 0.05, new Comparison.Terms(0.05, 400, seed));
    }

    private static PairedDifferences simulated(long seed, int users, double lift) {
        SessionScores[] pair = sessions(seed, users, lift);
        return PairedDifferences.of(pair[0], pair[1]);
    }

    /** One to eight sessions a user, heavy at one; what two models differ by is in part the user's own. */
    private static SessionScores[] sessions(long seed, int users, double lift) {
        SplitMix64 random = new SplitMix64(seed);
        int[] user = new int[users * 8];
        double[] champion = new double[users * 8];
        double[] candidate = new double[users * 8];
        int size = 0;
        for (int u = 0; u < users; u++) {
            double own = random.uniform() - 0.5;
            int count = 1 + (int) (8 * Math.pow(random.uniform(), 4));
            for (int i = 0; i < count; i++) {
                user[size] = u;
                champion[size] = 0.3 + 0.2 * random.uniform();
                candidate[size] = champion[size] + lift + 0.1 * own * random.uniform() + 0.1 * (random.uniform() - 0.5);
                size++;
            }
        }
        int[] sessions = new int[size];
        Arrays.setAll(sessions, i -> i);
        int[] owners = Arrays.copyOf(user, size);
        return new SessionScores[] {
            SessionScores.of(sessions, owners, Arrays.copyOf(champion, size)),
            SessionScores.of(sessions, owners, Arrays.copyOf(candidate, size))
        };
    }

    private static PairedDifferences pairs(int[] users, double[] reference, double[] candidate) {
        int[] sessions = new int[users.length];
        Arrays.setAll(sessions, i -> i);
        return PairedDifferences.of(
                SessionScores.of(sessions, users, reference), SessionScores.of(sessions, users, candidate));
    }
}
