package io.sluice.evaluator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The decision: a pure function of evidence and policy. Reads from the top: what rules out a judgement comes first, then
 * what forbids, then what earns the promotion. The rules and their guarantees are in {@code docs/algorithms/gate.md}.
 */
public final class Gate {
    private final Evidence evidence;
    private final GatePolicy policy;
    private final List<Rule> rules = new ArrayList<>();

    private Gate(Evidence evidence, GatePolicy policy) {
        this.evidence = evidence;
        this.policy = policy;
    }

    /** Decides. Never throws for what the evidence says. */
    public static Verdict decide(Evidence evidence, GatePolicy policy) {
        return new Gate(evidence, policy).decide();
    }

    /**
     * Whether a recipe that was promoted may be published as refitted to the end of the data. It has learnt from the
     * holdout, so its quality cannot be judged there; everything that needs no judgement is asked of it all the same.
     *
     * @param evidence the refitted model as candidate, the promoted one as champion
     * @param inherited names the verdict on the promoted one
     */
    static Verdict guard(Evidence evidence, GatePolicy policy, String inherited) {
        Gate gate = new Gate(evidence, policy);
        Integrity integrity = new Integrity(evidence, policy);
        boolean stopped = gate.breaks("promotions-not-frozen", integrity.frozen())
                | gate.breaks("manifest-fits-events", integrity.discrepancies())
                | gate.breaks("servable", integrity.faults())
                | gate.breaks("guardrails", Guard.hard(evidence, policy.guardrails()));
        return stopped
                ? gate.verdict(Decision.REJECT, State.NOT_SERVABLE, gate.broken())
                : gate.verdict(Decision.PROMOTE, State.JUDGED, List.of("REFIT", "inherits verdict " + inherited));
    }

    private Verdict decide() {
        Integrity integrity = new Integrity(evidence, policy);
        if (breaks("promotions-not-frozen", integrity.frozen())) {
            return inconclusive(State.FROZEN);
        }
        if (breaks("holdout-not-worn-out", integrity.wornOut())
                | breaks("holdout-after-information", integrity.informedByHoldout())
                | breaks("manifest-fits-events", integrity.discrepancies())) {
            return inconclusive(State.INVALID_HOLDOUT);
        }
        if (breaks("servable", integrity.faults())) {
            return verdict(Decision.REJECT, State.NOT_SERVABLE, broken());
        }
        if (breaks("champion-answers", integrity.championUnloadable())) {
            return inconclusive(State.CHAMPION_UNLOADABLE);
        }
        Optional<Comparison> floor = evidence.comparisons().popularity();
        if (breaks("metric-measured", floor.isPresent() ? List.of() : List.of("no metric " + policy.metric()))) {
            return inconclusive(State.METRIC_MISSING);
        }
        if (breaks("enough-sessions", integrity.tooFew(floor.get()))) {
            return inconclusive(State.TOO_FEW_SESSIONS);
        }
        return evidence.comparisons()
                .champion()
                .flatMap(primary -> evidence.champion().map(champion -> judge(champion, primary, floor.get())))
                .orElseGet(() -> first(floor.get()));
    }

    private Verdict first(Comparison floor) {
        breaks("guardrails", Guard.hard(evidence, policy.guardrails()));
        breaks("popularity-floor", belowFloor(floor));
        return broken().isEmpty()
                ? verdict(
                        Decision.PROMOTE, State.NO_CHAMPION, List.of("first champion, not below the popularity floor"))
                : inconclusive(State.NO_CHAMPION);
    }

    private Verdict judge(Measured champion, Comparison primary, Comparison floor) {
        boolean same = champion.rankingsSha256().equals(evidence.candidate().rankingsSha256());
        if (breaks(
                "differs-from-champion",
                same ? List.of("recommends exactly what " + champion.version() + " does") : List.of())) {
            return inconclusive(State.NO_OP);
        }
        boolean older = breaks("not-older-than-champion", older(champion));
        boolean harmful = breaks("not-worse", worse(primary))
                | breaks("guardrails", Guard.hard(evidence, policy.guardrails()))
                | breaks("slices-unharmed", harmedSlices());
        if (harmful) {
            return verdict(Decision.REJECT, State.JUDGED, broken());
        }
        boolean held = breaks("error-budget", noBudget())
                | breaks("popularity-floor", belowFloor(floor))
                | breaks("yardsticks", belowYardsticks());
        if (held || older) {
            return inconclusive(State.JUDGED);
        }
        return earned(champion, primary);
    }

    private Verdict earned(Measured champion, Comparison primary) {
        if (primary.isBetter()) {
            rules.add(new Rule("better", Rule.Outcome.HOLDS, List.of(describe(primary))));
            return verdict(Decision.PROMOTE, State.JUDGED, List.of("BETTER", describe(primary)));
        }
        breaks("better-or-within-margin", inferior(primary));
        breaks("champion-past-deadline", new Integrity(evidence, policy).stillFresh(champion));
        return broken().isEmpty()
                ? verdict(Decision.PROMOTE, State.JUDGED, List.of("FRESH", describe(primary)))
                : inconclusive(State.JUDGED);
    }

    private List<String> worse(Comparison primary) {
        return primary.isWorse()
                ? List.of("worse by " + number(-primary.difference()) + ": " + describe(primary))
                : List.of();
    }

    private List<String> noBudget() {
        Spending spending = evidence.circumstances().spending();
        return spending.level() > 0
                ? List.of()
                : List.of("the error budget of " + policy.testing().alpha() + " is spent: "
                        + number(spending.spentBefore()) + " in the decisions before");
    }

    private List<String> inferior(Comparison primary) {
        return primary.isNotInferior()
                ? List.of()
                : List.of("neither better nor surely within the margin " + number(primary.margin()) + ": "
                        + describe(primary));
    }

    private List<String> belowFloor(Comparison floor) {
        return floor.difference() < 0 || !floor.isNotInferior()
                ? List.of("below the popularity floor: " + describe(floor))
                : List.of();
    }

    private List<String> belowYardsticks() {
        return evidence.comparisons().yardsticks().stream()
                .filter(former -> !former.isNotInferior())
                .map(former -> "not surely within the margin of a former champion, " + former.subject() + ": "
                        + describe(former))
                .toList();
    }

    private List<String> older(Measured champion) {
        return evidence.candidate().informationCutOff().isBefore(champion.informationCutOff())
                ? List.of("knows less than the champion: informed until "
                        + evidence.candidate().informationCutOff() + ", the champion until "
                        + champion.informationCutOff())
                : List.of();
    }

    /** Holm's step-down over the slices: the surest harm against alpha / slices, the next against alpha / (slices - 1), … */
    private List<String> harmedSlices() {
        List<Comparison> bySurety = evidence.comparisons().slices().stream()
                .sorted(Comparator.comparingDouble(Comparison::harmProbability).thenComparing(Comparison::subject))
                .toList();
        List<String> harmed = new ArrayList<>();
        for (int i = 0; i < bySurety.size(); i++) {
            Comparison slice = bySurety.get(i);
            if (slice.harmProbability() > policy.slices().alpha() / (bySurety.size() - i)) {
                break;
            }
            harmed.add("harms " + slice.subject() + ": " + describe(slice));
        }
        return harmed;
    }

    /** Notes what came of a rule and returns whether it is broken. */
    private boolean breaks(String rule, List<String> problems) {
        rules.add(new Rule(rule, problems.isEmpty() ? Rule.Outcome.HOLDS : Rule.Outcome.BROKEN, problems));
        return !problems.isEmpty();
    }

    private List<String> broken() {
        return rules.stream()
                .filter(rule -> rule.outcome() == Rule.Outcome.BROKEN)
                .flatMap(rule -> rule.details().stream())
                .toList();
    }

    private Verdict inconclusive(State state) {
        return verdict(Decision.INCONCLUSIVE, state, broken());
    }

    private Verdict verdict(Decision decision, State state, List<String> reasons) {
        return new Verdict(decision, state, reasons, rules, evidence, policy);
    }

    private String describe(Comparison comparison) {
        return policy.metric() + " " + number(comparison.candidate()) + " vs " + number(comparison.reference())
                + ", difference " + number(comparison.difference()) + " ["
                + number(comparison.interval().low()) + ", "
                + number(comparison.interval().high()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
