package io.sluice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.TableCare;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.TimeSplit;
import io.sluice.evaluator.Comparison;
import io.sluice.evaluator.Contender;
import io.sluice.evaluator.GatePolicy;
import io.sluice.evaluator.ManifestCheck;
import io.sluice.evaluator.PromotionGate;
import io.sluice.evaluator.Provenance;
import io.sluice.evaluator.TrainingVolume;
import io.sluice.evaluator.UnloadableModel;
import io.sluice.evaluator.Verdict;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.metrics.Prequential;
import io.sluice.models.Family;
import io.sluice.models.Recommender;
import io.sluice.models.UnreadableModel;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import io.sluice.schemas.Cut;
import io.sluice.simulator.Tastes;
import io.sluice.trainer.Artifact;
import io.sluice.trainer.CountedDays;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.Retraining;
import io.sluice.trainer.Trained;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One retraining cycle at a moment of event time: scores the day with the models in force, retrains, registers, judges,
 * promotes, and says what happened as JSON. A cycle that was cut short and runs again reuses what it had registered.
 */
final class Cycle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FROZEN = "frozen-champion";
    /** Enough for a month in each of the ways that the families count. */
    private static final int COUNTED_DAYS = 512;

    private final LoopConfig config;
    private final GatePolicy policy;
    private final Registry registry;
    private final Champions champions;
    private final PromotionGate gate;
    private final TableCare tables;
    private final Path work;
    private final CountedDays counted = new CountedDays(COUNTED_DAYS);
    private final HoldoutScorer scorer = new HoldoutScorer(2, System::nanoTime);

    /**
     * @param tables what a registered version learnt from is held there
     * @param work for files that only cycles write
     */
    Cycle(LoopConfig config, GatePolicy policy, Registry registry, TableCare tables, Path work) {
        this.config = config;
        this.tables = tables;
        this.policy = policy;
        this.registry = registry;
        this.work = work;
        this.champions = new Champions(registry, config.trainer().model(), work.resolve("models"));
        this.gate = new PromotionGate(policy, scorer, registry, config.trainer().model(), this::contender);
    }

    /** What a cycle works on. */
    record Input(int n, Instant begin, Cut cut, TimeSplit split, Interactions data, InventoryTimeline inventory) {
        Instant end() {
            return split.holdout().to();
        }

        Artifact.Source source(TimeRange learning) {
            return new Artifact.Source(cut, split, learning, data, inventory);
        }
    }

    /** Runs it; the result is what {@code cycles} of the report holds, with the day's series under {@code prequential}. */
    ObjectNode run(Input input, TrainingListener curves) {
        long start = System.nanoTime();
        // By the clock of the data: a cycle that runs again after a kill may have moved the alias already.
        Optional<String> before = registry.championAtEventTime(
                config.trainer().model(), input.end().minusMillis(1));
        Contender popularity = popularity(input);
        Holdout questions = Prequential.questions(input.data(), input.split().holdout());
        Optional<String> frozen = frozen(input, before);
        ObjectNode prequential = prequential(input, questions, popularity.model(), frozen, before);
        Retraining retraining = new Retraining(config.trainer().recipes(), scorer, policy.k(), counted, curves);
        Retraining.Outcome outcome = retraining.run(input.data(), input.inventory(), input.split());
        Contender candidate =
                register(input, outcome.candidate(), input.split().learning(), VersionKind.CANDIDATE, Map.of());
        double trainSeconds = seconds(start);

        long judging = System.nanoTime();
        PromotionGate.Case asked = put(input, candidate, before, popularity);
        Verdict verdict = gate.judge(asked);
        if (policy.refit() && verdict.promotes()) {
            refit(input, retraining, outcome.candidate().recipe(), asked, verdict);
        }
        ObjectNode report = report(input, outcome, candidate, before, verdict);
        ArrayNode injected = report.putArray("injected");
        if (config.sabotagedCycles().contains(input.n())) {
            sabotage(input, retraining, popularity, injected);
        }
        double evaluateSeconds = seconds(judging);
        report.putObject("seconds")
                .put("train", trainSeconds)
                .put("evaluate", evaluateSeconds)
                .put("total", seconds(start));
        report.set("prequential", prequential);
        config.tastes()
                .ifPresent(tastes -> report.set(
                        "truth", truth(tastes, questions, input.inventory(), popularity.model(), frozen, before)));
        return report;
    }

    private static double seconds(long since) {
        return Math.round((System.nanoTime() - since) / 1e6) / 1e3;
    }

    private Contender register(
            Input input, Trained trained, TimeRange learning, VersionKind kind, Map<String, String> about) {
        String cycle = Integer.toString(input.n());
        Optional<ModelVersion> earlier = registry.versions(config.trainer().model()).stream()
                .filter(version -> cycle.equals(version.tags().get("cycle")) && version.kind() == kind)
                .findFirst();
        ModelVersion version = earlier.orElseGet(() -> {
            Path directory = fresh(work.resolve("candidate"));
            Artifact.write(config.trainer().model(), trained, input.source(learning), champions.current(), directory);
            Map<String, String> tags = new TreeMap<>(about);
            tags.put("cycle", cycle);
            tags.put("family", trained.recipe().family().label());
            return registry.register(config.trainer().model(), directory, kind, tags, "");
        });
        // After a kill too: until a version holds its snapshots, nothing is expired that this cycle reads.
        tables.tag(input.cut(), config.trainer().model() + "-" + version.version());
        // What is judged is what was stored, not what happens to be in memory.
        Manifest manifest = champions.manifest(version.version());
        Recommender model = loaded(version, manifest);
        return new Contender(
                version.version(), model, manifest.informationCutOff(), provenance(input, version, manifest, model));
    }

    /** A candidate that cannot be loaded is the gate's to reject, not a reason to stop. */
    private Recommender loaded(ModelVersion version, Manifest manifest) {
        try {
            return champions.load(version.version());
        } catch (UnreadableModel damaged) {
            return new UnloadableModel(Family.of(manifest.family()), damaged.getMessage());
        }
    }

    private static Path fresh(Path directory) {
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> old = Files.walk(directory)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot clear " + directory, failure);
        }
    }

    /** The counting baseline, on what the candidate may learn from: the floor of the gate and of the series. */
    private Contender popularity(Input input) {
        TrainingSet set =
                new TrainingSet(input.data(), input.inventory(), input.split().learning(), counted);
        Recommender counts =
                new Recipe(Family.POPULARITY, Map.of(), 1).trainer().train(set, 1, TrainingListener.NONE);
        return new Contender("popularity", counts, set.informedUntil());
    }

    private PromotionGate.Case put(Input input, Contender candidate, Optional<String> holder, Contender popularity) {
        return new PromotionGate.Case(
                candidate,
                holder,
                popularity,
                Holdout.of(input.data(), input.split().holdout()),
                input.inventory());
    }

    private Contender contender(String version) {
        return new Contender(
                version, champions.load(version), champions.manifest(version).informationCutOff());
    }

    /** What the newest stretch of its training data was like, and whether its manifest tells the truth. */
    private Provenance provenance(Input input, ModelVersion version, Manifest manifest, Recommender model) {
        Instant learnt = manifest.learning().to();
        TimeRange newest = new TimeRange(learnt.minus(input.split().holdout().length()), learnt);
        return new Provenance(
                version.sizeBytes(),
                Optional.of(TrainingVolume.of(input.data().between(newest).arrivedBefore(learnt))),
                new ManifestCheck(input.data(), input.inventory()).discrepancies(manifest, model.items()));
    }

    /** Publishes the promoted recipe, trained once more on everything up to now. */
    private void refit(Input input, Retraining retraining, Recipe recipe, PromotionGate.Case parent, Verdict verdict) {
        TimeRange everything = new TimeRange(input.split().train().from(), input.end());
        Trained refitted = retraining.fit(recipe, input.data(), input.inventory(), everything);
        String promoted = parent.candidate().version();
        Contender candidate =
                register(input, refitted, everything, VersionKind.REFIT, Map.of(PromotionGate.PARENT, promoted));
        gate.publishRefit(put(input, candidate, Optional.of(promoted), parent.popularity()), verdict);
    }

    /** Puts two bad candidates to the gate: one that saw the holdout, one that only counts. */
    private void sabotage(Input input, Retraining retraining, Contender popularity, ArrayNode injected) {
        Recipe counting = new Recipe(Family.POPULARITY, Map.of(), 7);
        boolean leaking = config.sabotagedCycles().indexOf(input.n()) % 2 == 0;
        TimeRange learning = leaking
                ? new TimeRange(input.split().train().from(), input.end())
                : input.split().learning();
        Recipe recipe = leaking
                ? config.trainer().recipes().get(config.trainer().recipes().size() - 1)
                : counting;
        Trained bad = retraining.fit(recipe, input.data(), input.inventory(), learning);
        Contender candidate = register(input, bad, learning, VersionKind.SABOTAGE, Map.of());
        Optional<String> before = champions.current();
        Verdict verdict = gate.judge(put(input, candidate, before, popularity));
        ObjectNode entry = injected.addObject()
                .put("kind", leaking ? "trained-on-the-holdout" : "popularity-in-disguise")
                .put("candidate", candidate.version())
                .put("verdict", verdict.decision().name())
                .put("state", verdict.state().name());
        verdict.reasons().forEach(entry.putArray("reasons")::add);
    }

    private ObjectNode report(
            Input input, Retraining.Outcome outcome, Contender candidate, Optional<String> before, Verdict verdict) {
        TimeSplit split = input.split();
        ObjectNode report = JSON.createObjectNode()
                .put("n", input.n())
                .put("cut", input.cut().getJobId() + "/" + input.cut().getCheckpointId())
                .put(
                        "watermark",
                        Times.exact(input.cut().getTables().stream()
                                .map(table -> table.getCompleteBefore())
                                .min(Comparator.naturalOrder())
                                .orElseThrow()))
                .put("trainFrom", Times.exact(split.train().from()))
                .put("trainTo", Times.exact(split.learning().to()))
                .put("holdoutFrom", Times.exact(split.holdout().from()))
                .put("holdoutTo", Times.exact(split.holdout().to()));
        report.putObject("rows")
                .put("train", input.data().between(split.train()).size())
                .put("validation", input.data().between(split.validation()).size())
                .put("holdout", input.data().between(split.holdout()).size());
        ArrayNode families = report.putArray("families");
        for (Retraining.Contest contest : outcome.contests()) {
            families.addObject()
                    .put("name", contest.family().label())
                    .putObject("validation")
                    .put("ndcg@" + policy.k(), contest.ndcg());
        }
        report.put("candidate", candidate.version());
        report.put("candidateFamily", outcome.candidate().recipe().family().label());
        report.put("champion", before.orElse(null));
        report.put("championAfter", champions.current().orElse(null));
        report.put("sessions", verdict.primary().map(Comparison::sessions).orElse(0));
        verdict.primary().ifPresent(primary -> report.putObject("primary")
                .put("metric", policy.metric())
                .put("reference", before.isPresent() ? "champion" : "popularity")
                .put("champion", primary.reference())
                .put("candidate", primary.candidate())
                .put("difference", primary.difference())
                .put("low", primary.interval().low())
                .put("high", primary.interval().high()));
        report.put("verdict", verdict.decision().name())
                .put("state", verdict.state().name());
        verdict.reasons().forEach(report.putArray("reasons")::add);
        return report;
    }

    /** The day's sessions, as the models in force would have served them: before anything trains on them. */
    private ObjectNode prequential(
            Input input, Holdout questions, Recommender popularity, Optional<String> frozen, Optional<String> inForce) {
        ObjectNode series = JSON.createObjectNode()
                .put("day", Times.exact(input.split().holdout().from()));
        Prequential repeat = Prequential.day(questions, input.inventory(), Prequential.REPEAT_LAST, policy.k());
        series.put("targets", repeat.targets()).put("unsellable", repeat.unsellableTargets());
        put(series, "popularity", Optional.of(scored(questions, popularity, input.inventory())));
        put(series, "frozen", frozen.map(version -> scored(questions, champions.load(version), input.inventory())));
        put(series, "champion", inForce.map(version -> scored(questions, champions.load(version), input.inventory())));
        put(series, "repeat", Optional.of(repeat));
        series.put("championVersion", inForce.orElse(null));
        return series;
    }

    /** What was truly worth how much on this day, by the simulated shop's own tastes. */
    private ObjectNode truth(
            Tastes tastes,
            Holdout questions,
            InventoryTimeline inventory,
            Recommender popularity,
            Optional<String> frozen,
            Optional<String> inForce) {
        Map<String, Optional<Recommender>> models = new LinkedHashMap<>();
        models.put("popularity", Optional.of(popularity));
        models.put("frozen", frozen.map(champions::load));
        models.put("champion", inForce.map(champions::load));
        return new TrueUtility(tastes, policy.k()).of(questions, inventory, models);
    }

    private Optional<String> frozen(Input input, Optional<String> inForce) {
        Optional<String> kept = registry.state(FROZEN);
        boolean due = !input.split()
                .holdout()
                .from()
                .isBefore(input.begin().plus(config.trainer().frozenAfter()));
        if (kept.isEmpty() && due && inForce.isPresent()) {
            registry.putState(FROZEN, "\"" + inForce.get() + "\"");
            return inForce;
        }
        return kept.map(json -> json.replace("\"", ""));
    }

    private Prequential scored(Holdout questions, Recommender model, InventoryTimeline inventory) {
        return Prequential.day(questions, scorer.score(model, questions, inventory, policy.k()));
    }

    private void put(ObjectNode series, String name, Optional<Prequential> day) {
        if (day.isEmpty()) {
            series.putNull(name);
            return;
        }
        series.putObject(name)
                .put("hr@" + policy.k(), day.get().hitRate())
                .put("mrr@" + policy.k(), day.get().reciprocalRank());
    }
}
