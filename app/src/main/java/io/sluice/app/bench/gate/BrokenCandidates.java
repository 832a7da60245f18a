package io.sluice.app.bench.gate;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.TimeSplit;
import io.sluice.evaluator.Contender;
import io.sluice.evaluator.GatePolicy;
import io.sluice.evaluator.ManifestCheck;
import io.sluice.evaluator.PromotionGate;
import io.sluice.evaluator.Provenance;
import io.sluice.evaluator.UnloadableModel;
import io.sluice.evaluator.Verdict;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.ModelFiles;
import io.sluice.models.PopularityModel;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import io.sluice.models.UnreadableModel;
import io.sluice.registry.Cause;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import io.sluice.schemas.Cut;
import io.sluice.trainer.Artifact;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.Trained;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Puts candidates that are broken in known ways, and one that is sound, to the gate: real model files, trained on a
 * simulated shop, registered, checked out and loaded as the loop does it.
 */
final class BrokenCandidates implements AutoCloseable {
    private static final String MODEL = "recommender";
    private static final Duration DAY = Duration.ofDays(1);
    private static final int CHECKSUM = 32;
    private static final long ANSWER_NANOS = 5_000_000;

    private final GatePolicy policy;
    private final Path work;
    private final Registry registry;
    private final SimulatedShop shop = SimulatedShop.of(3, 12, 2_000, 120, 1_100);
    private final Interactions data = shop.interactions();
    private final InventoryTimeline inventory = shop.inventory();
    private final TimeSplit split =
            TimeSplit.before(shop.start().plus(DAY.multipliedBy(12)), shop.start(), DAY, DAY.multipliedBy(28));
    private final AtomicLong clock = new AtomicLong();
    private final List<Outcome> outcomes = new ArrayList<>();

    /** @param work an empty directory */
    BrokenCandidates(GatePolicy policy, Path work) {
        GatePolicy.Testing t = policy.testing();
        this.policy = policy.with(new GatePolicy.Testing(
                t.alpha(), t.decisions(), t.reserve(), t.replicates(), t.minimumSessions(), 100, t.ladderStep()));
        this.work = work;
        this.registry = Registry.open(work.resolve("registry"), Clock.systemUTC());
    }

    /** What became of one candidate. */
    record Outcome(String name, Verdict verdict) {}

    /** All of them, each against the same champion on the same holdout. */
    List<Outcome> run() {
        TimeRange learning = split.learning();
        Trained fresh = fit(Family.COVISITATION, data, learning);
        Trained yesterday = fit(
                Family.COVISITATION,
                data,
                new TimeRange(learning.from(), learning.to().minus(DAY)));
        String champion = register("champion", yesterday, yesterdayOnly(), files -> files);
        registry.forcePromote(
                MODEL,
                Registry.CHAMPION,
                champion,
                Cause.of("bench", "the champion of this bench").at(learning.to()));

        judge("constant scores", champion, trained(constant()), learning);
        judge("permuted ids", champion, fit(Family.COVISITATION, permutedIds(), learning), learning);
        judge("trained on shuffled labels", champion, fit(Family.COVISITATION, shuffledLabels(), learning), learning);
        judge("popularity in disguise", champion, fit(Family.POPULARITY, data, learning), learning);
        TimeRange everything = new TimeRange(learning.from(), split.holdout().to());
        judge("trained on the holdout", champion, fit(Family.COVISITATION, data, everything), everything);
        judge("seeing the future", champion, fit(Family.COVISITATION, data, everything), learning);
        TimeRange weekAgo = new TimeRange(learning.from(), learning.to().minus(DAY.multipliedBy(7)));
        Trained old = fit(Family.COVISITATION, data, weekAgo);
        judge("a week old", champion, old, weekAgo);
        String stale = register("stale champion", old, weekAgo, files -> files);
        judge("a slice sacrificed for the mean", stale, withoutTheExpensive(learning), learning);
        damaged("truncated file", champion, fresh, BrokenCandidates::truncated);
        damaged("NaN", champion, fit(Family.POPULARITY, data, learning), BrokenCandidates::withNaN);
        wrapped("delisted items", champion, fresh, model -> new Wrapped(model, StockMask.ALL, 0, clock));
        wrapped("50 times slower", champion, fresh, model -> new Wrapped(model, null, 50 * ANSWER_NANOS, clock));
        // Last, as it is promoted: the others must meet the same champion.
        judge("sound", champion, fresh, learning);
        return List.copyOf(outcomes);
    }

    private TimeRange yesterdayOnly() {
        return new TimeRange(split.learning().from(), split.learning().to().minus(DAY));
    }

    private Trained fit(Family family, Interactions rows, TimeRange range) {
        Recipe recipe = new Recipe(family, Map.of(), 1);
        return new Trained(
                recipe, recipe.trainer().train(new TrainingSet(rows, inventory, range), 1, TrainingListener.NONE));
    }

    private static Trained trained(Recommender model) {
        return new Trained(new Recipe(model.family(), Map.of(), 1), model);
    }

    private Recommender constant() {
        ItemCatalog items =
                fit(Family.POPULARITY, data, split.learning()).model().items();
        return PopularityModel.of(items, new float[items.size()]);
    }

    /** As if the table from ids to indices had been written in another order than the numbers. */
    private Interactions permutedIds() {
        List<String> ids = new ArrayList<>(
                learntRows().stream().map(Interaction::item).distinct().sorted().toList());
        List<String> rotated = new ArrayList<>(ids);
        Collections.rotate(rotated, 7);
        return Interactions.of(learntRows().stream()
                .map(row -> with(row, rotated.get(Collections.binarySearch(ids, row.item()))))
                .toList());
    }

    private Interactions shuffledLabels() {
        List<String> labels =
                new ArrayList<>(learntRows().stream().map(Interaction::item).toList());
        Collections.shuffle(labels, new Random(1));
        List<Interaction> shuffled = new ArrayList<>();
        for (Interaction row : learntRows()) {
            shuffled.add(with(row, labels.get(shuffled.size())));
        }
        return Interactions.of(shuffled);
    }

    private List<Interaction> learntRows() {
        return shop.rows().stream()
                .filter(row -> split.learning().contains(row.eventTime()))
                .toList();
    }

    /** Knows nothing of the most expensive ninth of what is looked at. */
    private Trained withoutTheExpensive(TimeRange learning) {
        long[] prices = shop.rows().stream()
                .mapToLong(row -> row.priceMinor().orElse(0))
                .sorted()
                .toArray();
        long limit = prices[prices.length * 8 / 9];
        List<Interaction> cheaper = shop.rows().stream()
                .filter(row -> row.priceMinor().orElse(0) < limit)
                .toList();
        return fit(Family.COVISITATION, Interactions.of(cheaper), learning);
    }

    private static Interaction with(Interaction row, String item) {
        return new Interaction(
                row.eventId(),
                row.ordinal(),
                row.eventTime(),
                row.arrival(),
                row.user(),
                row.session(),
                row.action(),
                item,
                row.quantity(),
                row.priceMinor(),
                row.available(),
                row.stock(),
                row.category(),
                row.device());
    }

    private void judge(String name, String champion, Trained candidate, TimeRange claimed) {
        String version = register(name, candidate, claimed, files -> files);
        judge(name, champion, contender(version));
    }

    private void damaged(String name, String champion, Trained candidate, UnaryOperator<Path> damage) {
        judge(name, champion, contender(register(name, candidate, split.learning(), damage)));
    }

    private void wrapped(String name, String champion, Trained candidate, UnaryOperator<Recommender> wrapping) {
        Contender stored = contender(register(name, candidate, split.learning(), files -> files));
        judge(
                name,
                champion,
                new Contender(
                        stored.version(),
                        wrapping.apply(stored.model()),
                        stored.informationCutOff(),
                        stored.provenance()));
    }

    private void judge(String name, String champion, Contender candidate) {
        TrainingSet floor = new TrainingSet(data, inventory, split.learning());
        Contender popularity = new Contender(
                "popularity", fit(Family.POPULARITY, data, split.learning()).model(), floor.informedUntil());
        // Time stands still but for what a model takes, so that outcomes do not depend on this machine.
        HoldoutScorer scorer = new HoldoutScorer(1, () -> clock.addAndGet(ANSWER_NANOS));
        PromotionGate gate = new PromotionGate(policy, scorer, registry, MODEL, this::contender);
        Verdict verdict = gate.judge(new PromotionGate.Case(
                candidate, Optional.of(champion), popularity, Holdout.of(data, split.holdout()), inventory));
        outcomes.add(new Outcome(name, verdict));
    }

    private String register(String name, Trained trained, TimeRange claimed, UnaryOperator<Path> damage) {
        Path files = work.resolve("candidate-" + name.replace(' ', '-'));
        Cut cut = Cut.newBuilder()
                .setJobId("bench")
                .setCheckpointId(1)
                .setTables(List.of())
                .build();
        Artifact.Source source = new Artifact.Source(cut, split, claimed, data, inventory);
        Artifact.write(MODEL, trained, source, Optional.empty(), files);
        return registry.register(MODEL, damage.apply(files), VersionKind.SABOTAGE, Map.of("broken", name), "")
                .version();
    }

    private Contender contender(String version) {
        Manifest manifest = Manifest.fromJson(
                new String(registry.read(MODEL, version, Artifact.MANIFEST).orElseThrow(), StandardCharsets.UTF_8));
        Path files = work.resolve("checked-out-" + version);
        if (!Files.exists(files)) {
            registry.checkOut(MODEL, version, files);
        }
        Recommender model;
        try {
            model = ModelFiles.load(files);
        } catch (UnreadableModel damaged) {
            model = new UnloadableModel(Family.of(manifest.family()), damaged.getMessage());
        }
        return new Contender(
                version,
                model,
                manifest.informationCutOff(),
                new Provenance(
                        registry.version(MODEL, version).orElseThrow().sizeBytes(),
                        Optional.empty(),
                        new ManifestCheck(data, inventory).discrepancies(manifest, model.items())));
    }

    private static Path truncated(Path files) {
        byte[] bytes = read(files);
        return write(files, Arrays.copyOf(bytes, bytes.length / 2));
    }

    /** Turns the last score of a popularity model into NaN, and makes the checksum right again. */
    private static Path withNaN(Path files) {
        byte[] bytes = read(files);
        int end = bytes.length - CHECKSUM;
        ByteBuffer.wrap(bytes).putFloat(end - Float.BYTES, Float.NaN);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, end);
            System.arraycopy(digest.digest(), 0, bytes, end, CHECKSUM);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
        return write(files, bytes);
    }

    private static byte[] read(Path files) {
        try {
            return Files.readAllBytes(files.resolve(ModelFiles.FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + files, failure);
        }
    }

    private static Path write(Path files, byte[] bytes) {
        try {
            Files.write(files.resolve(ModelFiles.FILE), bytes);
            return files;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + files, failure);
        }
    }

    @Override
    public void close() {
        registry.close();
    }

    /** A model behind a faulty serving path. */
    private record Wrapped(Recommender model, StockMask instead, long nanos, AtomicLong clock) implements Recommender {
        @Override
        public Family family() {
            return model.family();
        }

        @Override
        public ItemCatalog items() {
            return model.items();
        }

        @Override
        public Ranking recommend(Query query, StockMask mask, int k) {
            clock.addAndGet(nanos);
            return model.recommend(query, instead == null ? mask : instead, k);
        }
    }
}
