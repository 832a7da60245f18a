package io.sluice.evaluator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must be in order before anybody is judged. Every method returns what is not, in words. */
record Integrity(Evidence evidence, GatePolicy policy) {
    List<String> frozen() {
        return evidence.circumstances().frozen() ? List.of("promotions are frozen") : List.of();
    }

    List<String> wornOut() {
        int before = evidence.circumstances().spending().candidatesBefore();
        return before < policy.testing().candidatesPerWindow()
                ? List.of()
                : List.of("this holdout has judged " + before + " candidates already, "
                        + policy.testing().candidatesPerWindow() + " are allowed");
    }

    List<String> informedByHoldout() {
        return contenders()
                .filter(model -> model.informationCutOff()
                                .isAfter(evidence.window().range().from())
                        || model.informationCutOff().isAfter(evidence.window().earliestTarget()))
                .map(model -> model.version() + " was informed until " + model.informationCutOff()
                        + ", the holdout begins at " + evidence.window().range().from())
                .limit(1)
                .toList();
    }

    List<String> discrepancies() {
        return contenders()
                .flatMap(model -> model.provenance().discrepancies().stream()
                        .map(discrepancy -> model.version() + " " + discrepancy))
                .toList();
    }

    private Stream<Measured> contenders() {
        return Stream.of(
                        Stream.of(evidence.candidate()),
                        evidence.champion().stream(),
                        Stream.of(evidence.popularity()),
                        evidence.yardsticks().stream())
                .flatMap(model -> model);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>(evidence.probeFaults());
        if (!evidence.candidate().isSound()) {
            faults.add(0, evidence.candidate().faults());
        }
        return faults;
    }

    List<String> championUnloadable() {
        Optional<String> unloadable = evidence.circumstances().championUnloadable();
        return unloadable
                .or(() -> evidence.champion()
                        .filter(champion -> !champion.isSound())
                        .map(champion -> champion.version() + " does not serve: " + champion.faults()))
                .stream()
                .toList();
    }

    List<String> tooFew(Comparison floor) {
        int needed = policy.testing().minimumSessions();
        return floor.sessions() >= needed
                ? List.of()
                : List.of(floor.sessions() + " scored sessions, " + needed + " needed");
    }

    List<String> stillFresh(Measured champion) {
        Duration deadline = policy.freshness().deadline();
        Duration age = Duration.between(
                champion.informationCutOff(), evidence.window().range().to());
        List<String> why = new ArrayList<>();
        if (age.compareTo(deadline) <= 0) {
            why.add("champion is " + age + " old, not past " + deadline);
        }
        if (!evidence.candidate().informationCutOff().isAfter(champion.informationCutOff())) {
            why.add("candidate is not newer than the champion");
        }
        return why;
    }
}
