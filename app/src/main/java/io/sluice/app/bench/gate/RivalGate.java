package io.sluice.app.bench.gate;

import io.sluice.evaluator.GatePolicy;
import io.sluice.evaluator.Verdict;
import io.sluice.metrics.SessionScores;
import java.util.List;
import java.util.Optional;

/** Something that says whether a candidate becomes champion: the gate under some policy, or what others use instead. */
interface RivalGate {
    /**
     * The answer on one window.
     *
     * @param reason empty if the champion stays
     * @param retired former champions that need not be compared with again
     * @param differing share of sessions on which candidate and champion do not score alike
     */
    record Answer(Optional<String> reason, List<String> retired, double differing) {}

    Answer ask(SimulatedWindow window, SimulatedDecision.Line line);

    /** Sluice's gate under {@code policy}. */
    static RivalGate sluice(GatePolicy policy, int replicates) {
        SimulatedDecision decision = new SimulatedDecision(policy, replicates);
        return (window, line) -> {
            Verdict verdict = decision.decide(window, line);
            double differing = verdict.primary()
                    .map(primary -> (double) primary.differing() / primary.sessions())
                    .orElse(0.0);
            return new Answer(
                    verdict.promotes() ? Optional.of(verdict.reasons().get(0)) : Optional.empty(),
                    verdict.retired(),
                    differing);
        };
    }

    /** Promotes whatever scores higher: two floats compared. */
    static RivalGate higherIsBetter() {
        return (window, line) -> {
            SessionScores champion = window.scores(line.champion());
            SessionScores candidate = window.scores(line.candidate());
            return new Answer(
                    candidate.mean() > champion.mean() ? Optional.of("HIGHER") : Optional.empty(), List.of(), 0);
        };
    }

    /** A one-sided paired t-test at 5 % over sessions as if they were independent, every time anew. */
    static RivalGate sessionTest() {
        return (window, line) -> {
            SessionScores champion = window.scores(line.champion());
            SessionScores candidate = window.scores(line.candidate());
            int n = candidate.size();
            double mean = candidate.mean() - champion.mean();
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double residual = candidate.value(i) - champion.value(i) - mean;
                squares += residual * residual;
            }
            double error = Math.sqrt(squares / (n - 1.0) / n);
            return new Answer(mean > 1.645 * error ? Optional.of("SIGNIFICANT") : Optional.empty(), List.of(), 0);
        };
    }
}
