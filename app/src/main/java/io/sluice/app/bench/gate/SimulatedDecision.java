package io.sluice.app.bench.gate;

import io.sluice.dataset.TimeRange;
import io.sluice.evaluator.Closeup;
import io.sluice.evaluator.Comparison;
import io.sluice.evaluator.Contest;
import io.sluice.evaluator.Evidence;
import io.sluice.evaluator.Gate;
import io.sluice.evaluator.GatePolicy;
import io.sluice.evaluator.Measured;
import io.sluice.evaluator.Provenance;
import io.sluice.evaluator.Spending;
import io.sluice.evaluator.Verdict;
import io.sluice.metrics.SessionScores;
import io.sluice.metrics.Tally;
import io.sluice.metrics.Variety;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Puts simulated models to the real {@link Gate}: everything but where the scores come from is as in production.
 *
 * @param replicates of the bootstrap; 0 decides by the analytic interval alone
 */
record SimulatedDecision(GatePolicy policy, int replicates) {
    private static final Instant FROM = Instant.parse("2026-01-10T00:00:00Z");
    private static final Tally TALLY = new Tally(1, 0, 0, "", 0, 0, 0, 50, 60, 0.3, 1000, 2000);
    private static final int SLICES = 6;

    /** Who meets on a window. */
    record Line(
            SimulatedModel candidate,
            SimulatedModel champion,
            SimulatedModel baseline,
            List<SimulatedModel> yardsticks) {}

    /**
     * Decides. The bootstrap only widens intervals, so it is made where the analytic interval alone would promote; the
     * decision is the same as if it were always made.
     */
    Verdict decide(SimulatedWindow window, Line line) {
        Verdict analytic = Gate.decide(evidence(window, line, 0), policy);
        return replicates > 0 && analytic.promotes()
                ? Gate.decide(evidence(window, line, replicates), policy)
                : analytic;
    }

    private Evidence evidence(SimulatedWindow window, Line line, int bootstrap) {
        SessionScores candidate = window.scores(line.candidate());
        SessionScores champion = window.scores(line.champion());
        Comparison.Terms terms = new Comparison.Terms(policy.testing().level(), bootstrap, window.seed());
        List<Comparison> yardsticks = new ArrayList<>();
        List<Measured> measured = new ArrayList<>();
        for (SimulatedModel former : line.yardsticks()) {
            SessionScores scores = window.scores(former);
            yardsticks.add(against("candidate - " + former.id(), scores, candidate, terms));
            measured.add(measured(former, 3, scores.mean()));
        }
        return new Evidence(
                new Evidence.Window(
                        new TimeRange(FROM, FROM.plus(Duration.ofDays(1))),
                        Long.toHexString(window.seed()),
                        window.sessions(),
                        window.users(),
                        window.sessions(),
                        FROM,
                        FROM),
                measured(line.candidate(), 0, candidate.mean()),
                Optional.of(measured(line.champion(), 1, 0)),
                measured(line.baseline(), 0, 0),
                measured,
                new Contest.Circumstances(Spending.first(policy.testing()), Optional.empty(), false, Optional.empty()),
                window.seed(),
                new Evidence.Comparisons(
                        Optional.of(against("candidate - champion", champion, candidate, terms)),
                        Optional.of(
                                against("candidate - popularity", window.scores(line.baseline()), candidate, terms)),
                        yardsticks,
                        slices(champion, candidate),
                        SLICES),
                List.of(),
                new Closeup(0, List.of()));
    }

    private Comparison against(
            String subject, SessionScores reference, SessionScores candidate, Comparison.Terms terms) {
        return Comparison.of(subject, reference, candidate, policy.freshness().margin(), terms);
    }

    /** Users in six groups: what is tested in vain must cost power here too. */
    private List<Comparison> slices(SessionScores champion, SessionScores candidate) {
        Comparison.Terms terms = new Comparison.Terms(policy.slices().alpha() / SLICES, 0, 0);
        List<Comparison> slices = new ArrayList<>();
        for (int slice = 0; slice < SLICES; slice++) {
            int group = slice;
            IntPredicate included = user -> user % SLICES == group;
            Comparison comparison = Comparison.of(
                    "group=" + slice,
                    SimulatedWindow.part(champion, included),
                    SimulatedWindow.part(candidate, included),
                    policy.slices().margin(),
                    terms);
            if (comparison.sessions() >= policy.slices().support()) {
                slices.add(comparison);
            }
        }
        return slices;
    }

    private Measured measured(SimulatedModel model, int daysOld, double mean) {
        return new Measured(
                Long.toString(model.id()),
                "simulated",
                FROM.minus(Duration.ofDays(daysOld)),
                Provenance.UNKNOWN,
                new TreeMap<>(Map.of(policy.metric(), mean)),
                TALLY,
                new Variety(0, 0, 0),
                Optional.empty(),
                Long.toString(model.id()));
    }
}
