package io.sluice.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.dataset.TimeRange;
import io.sluice.metrics.Tally;
import io.sluice.metrics.Variety;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
                300,
                0.4,
                0.41,
                0.01,
                0.004,
                399,
                new Interval(-0.001, 0.02),
                Optional.of(new Interval(0.001, 0.02)),
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
        assertThatThrownBy(() -> new GatePolicy.Testing(0.7, 30, 0.3, 2000, 100, 4, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gate.testing.alpha must lie in (0, 0.5), got 0.7");
    }

    @Test
    void shouldStopWhatIsTooSlowTooBigOrLearntFromTooLittle() {
        Tally slow = new Tally(900, 3, 0, "", 0, 0, 0, 50, 60, 0.3, 1000, 300_000_000);
        Tally narrow = new Tally(900, 3, 0, "", 0, 0, 0, 20, 60, 0.9, 1000, 2000);
        Provenance huge = new Provenance(3L << 30, Optional.empty(), List.of());
        Provenance starved = new Provenance(0, Optional.of(new TrainingVolume(90, 0.5)), List.of());

        assertThat(decide(candidate(slow, Provenance.UNKNOWN)).reasons())
                .containsExactly("latency p99 PT0.3S is 150000 times the champion's, 10 allowed beyond PT0.2S");
        assertThat(decide(candidate(narrow, Provenance.UNKNOWN)).reasons())
                .containsExactly("coverage 20 items, at least 25 needed", "concentration 0.9000 beyond 0.4000");
        assertThat(decide(candidate(tally(), huge)).reasons())
                .containsExactly("size 3221225472 bytes beyond 2147483648");
        assertThat(decide(candidate(tally(), starved)).reasons())
                .containsExactly(
                        "training volume 90 rows in the newest stretch, usual are 1000, factor 4.0 allowed",
                        "training duplicates 0.5000 of the newest stretch, usual are 0.0100");
    }

    @Test
    void shouldSayWhatCameOfEveryRule() {
        Verdict verdict = decide(comparison("candidate - champion", -0.05, 0.005, 0.02), List.of());

        assertThat(verdict.rules())
                .filteredOn(rule -> rule.outcome() == Rule.Outcome.BROKEN)
                .extracting(Rule::name)
                .containsExactly("not-worse");
        assertThat(verdict.rules()).extracting(Rule::name).contains("holdout-after-information", "slices-unharmed");
    }

    @Test
    void shouldNameTheSamePolicyBySameHashAndAnotherByAnother() {
        GatePolicy d = GatePolicy.DEFAULTS;

        assertThat(d.with(GatePolicy.Testing.DEFAULTS).hash()).isEqualTo(d.hash());
        assertThat(d.with(new GatePolicy.Testing(0.05, 31, 0.3, 2000, 100, 4, 0.01))
                        .hash())
                .isNotEqualTo(d.hash());
        assertThat(d.settings()).containsEntry("gate.freshness.margin", "0.05").hasSize(25);
    }

    @Test
    void shouldKeepTheYardsticksThatDidBestHere() {
        List<Measured> former = List.of(former("3", 0.31), former("4", 0.29), former("5", 0.35), former("6", 0.30));

        Verdict verdict = Gate.decide(
                evidence(measured("2", 0), former, comparison("c", 0.02, 0.005, 0.02), List.of()), GatePolicy.DEFAULTS);

        assertThat(verdict.retired()).containsExactly("4");
    }

    private static Verdict decide(Comparison primary, List<Comparison> slices) {
        return Gate.decide(evidence(measured("2", 0), List.of(), primary, slices), GatePolicy.DEFAULTS);
    }

    private static Verdict decide(Measured candidate) {
        Comparison good = comparison("candidate - champion", 0.02, 0.005, 0.02);
        return Gate.decide(evidence(candidate, List.of(), good, List.of()), GatePolicy.DEFAULTS);
    }

    private static Evidence evidence(
            Measured candidate, List<Measured> yardsticks, Comparison primary, List<Comparison> slices) {
        return new Evidence(
                new Evidence.Window(
                        new TimeRange(FROM, FROM.plus(Duration.ofDays(1))), "ab", 500, 400, 900, FROM, FROM),
                candidate,
                Optional.of(measured("1", 2)),
                measured("pop", 0),
                yardsticks,
                new Contest.Circumstances(
                        Spending.first(GatePolicy.DEFAULTS.testing()),
                        Optional.of(new TrainingVolume(1000, 0.01)),
                        false,
                        Optional.empty()),
                42,
                new Evidence.Comparisons(
                        Optional.of(primary),
                        Optional.of(comparison("candidate - popularity", 0.2, 0.01, 0.02)),
                        List.of(),
                        slices,
                        slices.size()),
                List.of(),
                Closeup.NONE);
    }

    private static Tally tally() {
        return new Tally(900, 3, 0, "", 0, 0, 0, 50, 60, 0.3, 1000, 2000);
    }

    private static Measured measured(String version, int days) {
        return measured(version, days, tally(), Provenance.UNKNOWN, new TreeMap<>());
    }

    private static Measured candidate(Tally tally, Provenance provenance) {
        return measured("2", 0, tally, provenance, new TreeMap<>());
    }

    private static Measured former(String version, double ndcg) {
        return measured(version, 3, tally(), Provenance.UNKNOWN, new TreeMap<>(Map.of("ndcg@20", ndcg)));
    }

    private static Measured measured(
            String version, int days, Tally tally, Provenance provenance, TreeMap<String, Double> metrics) {
        return new Measured(
                version,
                "als",
                FROM.minus(Duration.ofDays(days)),
                provenance,
                metrics,
                tally,
                new Variety(3, 1, 0.5),
                Optional.empty(),
                version);
    }

    private static Comparison comparison(String subject, double difference, double error, double margin) {
        Interval interval = new Interval(difference - 3 * error, difference + 3 * error);
        return new Comparison(
                subject,
                500,
                400,
                300,
                0.4,
                0.4 + difference,
                difference,
                error,
                399,
                interval,
                Optional.of(interval),
                0.00167,
                margin,
                0.02);
    }
}
