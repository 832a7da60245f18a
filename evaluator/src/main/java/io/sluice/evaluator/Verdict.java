package io.sluice.evaluator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gate's answer, with every number that led to it. The same evidence and policy give the same verdict.
 *
 * @param reasons why, most telling first; {@code BETTER} or {@code FRESH} where a champion was replaced
 */
public record Verdict(Decision decision, State state, List<String> reasons, Evidence evidence, GatePolicy policy) {
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** Names this verdict: a hash of holdout, champion and candidate. */
    public String id() {
        return String.format("%016x", evidence.seed());
    }

    public boolean promotes() {
        return decision == Decision.PROMOTE;
    }

    /** The comparison decided by: with the champion, else with the popularity floor. */
    public Optional<Comparison> primary() {
        return evidence.againstChampion().or(evidence::againstPopularity);
    }

    /** This verdict after the alias turned out to have moved meanwhile, to {@code holder}. */
    public Verdict lostRace(String holder) {
        List<String> why = new ArrayList<>(reasons);
        why.add(0, "champion became " + holder + " meanwhile");
        return new Verdict(Decision.INCONCLUSIVE, State.LOST_RACE, why, evidence, policy);
    }
}
