package io.sluice.evaluator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The decision: a pure function of evidence and policy. Reads from the top: what rules out a judgement comes first. */
public final class Gate {
    private final Evidence evidence;
    private final GatePolicy policy;

    private Gate(Evidence evidence, GatePolicy policy) {
        this.evidence = evidence;
        this.policy = policy;
    }

    /** Decides. Never throws for what the evidence says. */
    public static Verdict decide(Evidence evidence, GatePolicy policy) {
        return new Gate(evidence, policy).decide();
    }

    private Verdict decide() {
        if (evidence.frozen()) {
            return inconclusive(State.FROZEN, "promotions are frozen");
        }
        Optional<String> informed = informedByHoldout();
        if (informed.isPresent()) {
            return inconclusive(State.INVALID_HOLDOUT, informed.get());
        }
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            return new Verdict(Decision.REJECT, State.NOT_SERVABLE, faults, evidence, policy);
        }
        Optional<String> unloadable = championUnloadable();
        if (unloadable.isPresent()) {
            return inconclusive(State.CHAMPION_UNLOADABLE, unloadable.get());
        }
        if (evidence.againstPopularity().isEmpty()) {
            return inconclusive(State.METRIC_MISSING, "no metric " + policy.metric());
        }
        Comparison floor = evidence.againstPopularity().get();
        if (floor.sessions() < policy.minimumSessions()) {
            return inconclusive(
                    State.TOO_FEW_SESSIONS,
                    floor.sessions() + " scored sessions, " + policy.minimumSessions() + " needed");
        }
        if (evidence.champion().isEmpty() || evidence.againstChampion().isEmpty()) {
            return first(floor);
        }
        return judge(evidence.champion().get(), evidence.againstChampion().get(), floor);
    }

    private Verdict first(Comparison floor) {
        List<String> against = new ArrayList<>(hardGuardrails());
        if (floor.difference() < 0 || !floor.isNotInferior()) {
            against.add("below the popularity floor: " + describe(floor));
        }
        return against.isEmpty()
                ? new Verdict(
                        Decision.PROMOTE,
                        State.NO_CHAMPION,
                        List.of("first champion, not below the popularity floor"),
                        evidence,
                        policy)
                : new Verdict(Decision.INCONCLUSIVE, State.NO_CHAMPION, against, evidence, policy);
    }

    private Verdict judge(Measured champion, Comparison primary, Comparison floor) {
        if (champion.rankingsSha256().equals(evidence.candidate().rankingsSha256())) {
            return inconclusive(State.NO_OP, "recommends exactly what " + champion.version() + " does");
        }
        List<String> harm = new ArrayList<>();
        if (primary.isWorse()) {
            harm.add("worse by " + number(-primary.difference()) + ": " + describe(primary));
        }
        harm.addAll(hardGuardrails());
        harm.addAll(harmedSlices());
        if (!harm.isEmpty()) {
            return judged(Decision.REJECT, harm);
        }
        if (primary.isBetter()) {
            return judged(Decision.PROMOTE, List.of("BETTER", describe(primary)));
        }
        List<String> stale = whyNotFresh(champion, primary, floor);
        return stale.isEmpty()
                ? judged(Decision.PROMOTE, List.of("FRESH", describe(primary)))
                : judged(Decision.INCONCLUSIVE, stale);
    }

    /** Every condition of FRESH that does not hold. */
    private List<String> whyNotFresh(Measured champion, Comparison primary, Comparison floor) {
        List<String> why = new ArrayList<>();
        if (!primary.isNotInferior()) {
            why.add("neither better nor surely within the margin " + number(primary.margin()) + ": "
                    + describe(primary));
        }
        Duration age = Duration.between(
                champion.informationCutOff(), evidence.window().range().to());
        if (age.compareTo(policy.freshnessDeadline()) <= 0) {
            why.add("champion is " + age + " old, not past " + policy.freshnessDeadline());
        }
        if (!evidence.candidate().informationCutOff().isAfter(champion.informationCutOff())) {
            why.add("candidate is not newer than the champion");
        }
        evidence.againstBest()
                .filter(best -> !best.isNotInferior())
                .ifPresent(best -> why.add("not surely within the margin of the week's best: " + describe(best)));
        if (floor.difference() < 0 || !floor.isNotInferior()) {
            why.add("below the popularity floor: " + describe(floor));
        }
        return why;
    }

    private Optional<String> informedByHoldout() {
        return contenders()
                .filter(model -> model.informationCutOff()
                                .isAfter(evidence.window().range().from())
                        || model.informationCutOff().isAfter(evidence.window().earliestTarget()))
                .map(model -> model.version() + " was informed until " + model.informationCutOff()
                        + ", the holdout begins at " + evidence.window().range().from())
                .findFirst();
    }

    private Stream<Measured> contenders() {
        return Stream.of(
                        Stream.of(evidence.candidate()),
                        evidence.champion().stream(),
                        Stream.of(evidence.popularity()),
                        evidence.bestOfWeek().stream())
                .flatMap(model -> model);
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>(evidence.probeFaults());
        if (!evidence.candidate().isSound()) {
            faults.add(0, evidence.candidate().faults());
        }
        return faults;
    }

    private Optional<String> championUnloadable() {
        return evidence.championUnloadable().or(() -> evidence.champion()
                .filter(champion -> !champion.isSound())
                .map(champion -> champion.version() + " does not serve: " + champion.faults()));
    }

    private List<String> hardGuardrails() {
        List<String> broken = new ArrayList<>();
        long p99 = evidence.candidate().tally().p99Nanos();
        if (p99 > policy.latencyLimit().toNanos()) {
            broken.add("latency p99 " + Duration.ofNanos(p99) + " beyond " + policy.latencyLimit());
        }
        evidence.champion().ifPresent(champion -> {
            int floor =
                    (int) Math.ceil(policy.coverageFloor() * champion.tally().distinctItems());
            int distinct = evidence.candidate().tally().distinctItems();
            if (distinct < floor) {
                broken.add("coverage " + distinct + " items, at least " + floor + " needed");
            }
            double ceiling = champion.tally().gini() + policy.concentrationCeiling();
            if (evidence.candidate().tally().gini() > ceiling) {
                broken.add(
                        "concentration " + number(evidence.candidate().tally().gini()) + " beyond " + number(ceiling));
            }
        });
        return broken;
    }

    /** Holm's step-down over the slices: the surest harm against alpha / slices, the next against alpha / (slices - 1), … */
    private List<String> harmedSlices() {
        List<Comparison> bySurety = evidence.slices().stream()
                .sorted(Comparator.comparingDouble(Comparison::harmProbability).thenComparing(Comparison::subject))
                .toList();
        List<String> harmed = new ArrayList<>();
        for (int i = 0; i < bySurety.size(); i++) {
            Comparison slice = bySurety.get(i);
            if (slice.harmProbability() > policy.sliceAlpha() / (bySurety.size() - i)) {
                break;
            }
            harmed.add("harms " + slice.subject() + ": " + describe(slice));
        }
        return harmed;
    }

    private Verdict judged(Decision decision, List<String> reasons) {
        return new Verdict(decision, State.JUDGED, reasons, evidence, policy);
    }

    private Verdict inconclusive(State state, String reason) {
        return new Verdict(Decision.INCONCLUSIVE, state, List.of(reason), evidence, policy);
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
