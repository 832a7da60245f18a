package io.sluice.evaluator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The gate's answer, with every number that led to it. The same evidence and policy give the same verdict.
 *
 * @param reasons why, most telling first; {@code BETTER} or {@code FRESH} where a champion was replaced
 * @param rules those that were applied, in order; what rules out a judgement leaves the later ones out
 */
public record Verdict(
        Decision decision, State state, List<String> reasons, List<Rule> rules, Evidence evidence, GatePolicy policy) {
    public Verdict {
        reasons = List.copyOf(reasons);
        rules = List.copyOf(rules);
    }

    /** Names this verdict: a hash of holdout, champion and candidate; what was overtaken afterwards carries its state. */
    public String id() {
        String id = String.format("%016x", evidence.seed());
        boolean overtaken = state == State.LOST_RACE
                || state == State.FROZEN && !evidence.circumstances().frozen();
        return overtaken ? id + "-overtaken" : id;
    }

    public boolean promotes() {
        return decision == Decision.PROMOTE;
    }

    /** The comparison decided by: with the champion, else with the popularity floor. */
    public Optional<Comparison> primary() {
        return evidence.comparisons().champion().or(evidence.comparisons()::popularity);
    }

    /** Whether candidate and champion were tested against each other, so that the decision spent its level. */
    boolean isTested() {
        return state == State.JUDGED;
    }

    /** Former champions that are no longer worth keeping as yardsticks: all but the best on this holdout. */
    public List<String> retired() {
        return evidence.yardsticks().stream()
                .sorted(Comparator.comparingDouble(
                        (Measured former) -> -former.metrics().getOrDefault(policy.metric(), Double.NEGATIVE_INFINITY)))
                .skip(policy.freshness().yardsticks())
                .map(Measured::version)
                .toList();
    }

    /** This verdict after the alias turned out to have moved meanwhile, to {@code holder}. */
    public Verdict lostRace(String holder) {
        return overtaken(State.LOST_RACE, "champion became " + holder + " meanwhile");
    }

    /** This verdict after promotions were frozen meanwhile. */
    Verdict frozen(String detail) {
        return overtaken(State.FROZEN, detail);
    }

    private Verdict overtaken(State by, String why) {
        List<String> all = new ArrayList<>(reasons);
        all.add(0, why);
        return new Verdict(Decision.INCONCLUSIVE, by, all, rules, evidence, policy);
    }
}
