package io.sluice.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.dataset.TimeRange;
import io.sluice.metrics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The decision alone, over evidence written by hand. */
class GateTest {
    private static final Instant FROM = Instant.parse("2026-01-10T00:00:00Z");

    @Test
    void shouldRejectWhenASliceIsSacrificedForTheMean() {
        Comparison harmed = comparison("device=mobile", -0.06, 0.01, 0.02);
        Comparison unharmed = comparison("user=new", 0.05, 0.01, 0.02);

        Verdict verdict = decide(comparison("candidate - champion", 0.02, 0.005, 0.02), List.of(unharmed, harmed));

        assertThat(verdict.decision()).isEqualTo(Decision.REJECT);
        assertThat(verdict.reasons()).singleElement().asString().startsWith("harms device=mobile");
    }

    @Test
    void shouldCorrectForManySlices() {
        // p = 0.029 alone; with five slices Holm asks for 0.01.
        Comparison doubtful = comparison("device=mobile", -0.039, 0.01, 0.02);
        Comparison fine = comparison("user=new", 0.05, 0.01, 0.02);

        Comparison primary = comparison("candidate - champion", 0.02, 0.005, 0.02);

        assertThat(decide(primary, List.of(doubtful)).decision()).isEqualTo(Decision.REJECT);
        assertThat(decide(primary, List.of(doubtful, fine, fine, fine, fine)).decision())
                .isEqualTo(Decision.PROMOTE);
    }

    @Test
    void shouldNeedTheWiderOfTheTwoIntervals() {
        Comparison split = new Comparison(
                "candidate - champion",
                500,
                400,
                0.4,
                0.41,
                0.01,
                0.004,
                new Interval(0.001, 0.02),
                new Interval(-0.001, 0.02),
                0.00167,
                0.0005,
                0.02);

        assertThat(decide(split, List.of()).promotes()).isFalse();
    }

    @Test
    void shouldRejectWhenTheWholeIntervalLiesBelowZero() {
        Verdict verdict = decide(comparison("candidate - champion", -0.05, 0.005, 0.02), List.of());

        assertThat(verdict.decision()).isEqualTo(Decision.REJECT);
        assertThat(verdict.reasons().get(0)).startsWith("worse by 0.0500");
    }

    @Test
    void shouldDecideTheSameFromTheSameEvidence() {
        Comparison primary = comparison("candidate - champion", 0.02, 0.005, 0.02);

        assertThat(decide(primary, List.of())).isEqualTo(decide(primary, List.of()));
    }

    @Test
    void shouldNameTheKeyOfASettingThatMakesNoSense() {
        GatePolicy d = GatePolicy.DEFAULTS;

        assertThatThrownBy(() -> new GatePolicy(
                        20,
                        "ndcg@20",
                        0.7,
                        30,
                        2000,
                        0.05,
                        Duration.ofDays(1),
                        100,
                        0.5,
                        0.1,
                        d.latencyLimit(),
                        100,
                        0.05,
                        0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gate.alpha must lie in (0, 0.5), got 0.7");
    }

    private static Verdict decide(Comparison primary, List<Comparison> slices) {
        Evidence evidence = new Evidence(
                new Evidence.Window(
                        new TimeRange(FROM, FROM.plus(Duration.ofDays(1))), "ab", 500, 400, 900, FROM, FROM),
                measured("2", 0),
                Optional.of(measured("1", 2)),
                measured("pop", 0),
                Optional.empty(),
                42,
                Optional.of(primary),
                Optional.of(comparison("candidate - popularity", 0.2, 0.01, 0.02)),
                Optional.empty(),
                slices,
                List.of(),
                false,
                Optional.empty());
        return Gate.decide(evidence, GatePolicy.DEFAULTS);
    }

    private static Measured measured(String version, int days) {
        Tally tally = new Tally(900, 3, 0, "", 0, 0, 0, 50, 60, 0.3, 1000, 2000);
        return new Measured(version, "als", FROM.minus(Duration.ofDays(days)), new TreeMap<>(), tally, version);
    }

    private static Comparison comparison(String subject, double difference, double error, double margin) {
        Interval interval = new Interval(difference - 3 * error, difference + 3 * error);
        return new Comparison(
                subject, 500, 400, 0.4, 0.4 + difference, difference, error, interval, interval, 0.00167, margin, 0.02);
    }
}
