package io.sluice.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The authority on which versions of a model exist and which of them is champion. Lives in one directory, {@code
 * registry.db} and {@code blobs/}, or where {@link RegistryConfig} says. Safe for several threads, and for several processes on one directory or database.
 *
 * <p>A version is sealed when it is registered. An alias moves by compare-and-set only; its row, the log entry and the
 * outbox row are one transaction. What a method has returned from survives a power loss. All methods throw {@link
 * RegistryFailure} if the disk or the database does.
 */
public final class Registry implements AutoCloseable {
    /** The alias that only verdicts, forced promotions and rollbacks move. */
    public static final String CHAMPION = "champion";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final Blobs blobs;
    private final Models models;
    private final Versions versions;
    private final Verdicts verdicts;
    private final Promotions promotions;
    private final Freezes freezes;
    private final AlphaLedger alphaLedger;
    private final Journal journal;
    private final Experiments experiments;
    private final Runs runs;
    private final LoggedModels loggedModels;
    private final ArtifactTree artifacts;
    private final Answers answers;
    private final Collector collector;

    private Registry(Database database, Blobs blobs, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        models = new Models(database, clock);
        versions = new Versions(database, blobs, clock);
        verdicts = new Verdicts(database);
        promotions = new Promotions(database, clock);
        freezes = new Freezes(database, clock);
        alphaLedger = new AlphaLedger(database);
        journal = new Journal(database);
        experiments = new Experiments(database, clock);
        runs = new Runs(database, clock);
        loggedModels = new LoggedModels(database, clock);
        artifacts = new ArtifactTree(database, blobs, clock);
        answers = new Answers(database, clock);
        collector = new Collector(database, blobs, clock);
    }

    /** Opens the registry in {@code root}, and creates it where there is none: SQLite, and files beside it. */
    public static Registry open(Path root, Clock clock) {
        return open(root, RegistryConfig.DEFAULTS, clock);
    }

    /**
     * Opens the registry that the settings name, and creates it where there is none.
     *
     * @param root for what the settings do not put elsewhere
     * @throws IllegalArgumentException if an address in the settings is not of the form that it must have
     */
    public static Registry open(Path root, RegistryConfig config, Clock clock) {
        createRoot(root);
        Engine engine = config.database()
                .map(Engine::postgresql)
                .orElseGet(() -> Engine.sqlite(root.resolve("registry.db"), PATIENCE));
        Blobs blobs = config.artifacts()
                .<Blobs>map(address -> ObjectStoreBlobs.open(address, root))
                .orElseGet(() -> LocalBlobs.open(root, clock, Disk.REAL));
        return new Registry(Database.open(engine, root, clock.instant(), statement -> {}), blobs, clock);
    }

    /** For tests that put faults between any two steps. */
    static Registry open(Path root, Clock clock, Disk disk, Duration patience, Consumer<String> observer) {
        createRoot(root);
        Engine engine = Engine.sqlite(root.resolve("registry.db"), patience);
        Blobs blobs = LocalBlobs.open(root, clock, disk);
        return new Registry(Database.open(engine, root, clock.instant(), observer), blobs, clock);
    }

    private static void createRoot(Path root) {
        try {
            DurableFiles.REAL.createDirectories(root);
        } catch (IOException e) {
            throw new RegistryFailure("cannot create " + root, e);
        }
    }

    // ---- models and versions

    /** Returns whether the model is new. {@link #register} creates a missing model by itself. */
    public boolean createModel(String name) {
        return createModel(name, "", Map.of());
    }

    /** Returns whether the model is new. */
    public boolean createModel(String name, String description, Map<String, String> tags) {
        return models.create(name, description, tags);
    }

    public Optional<RegisteredModel> model(String name) {
        return models.find(name);
    }

    /** All models by name. */
    public List<RegisteredModel> models() {
        return models.all();
    }

    /** By name, unless the query says otherwise. */
    public Page<RegisteredModel> searchModels(Query query) {
        return models.search(query);
    }

    public void describeModel(String name, String description) {
        models.describe(name, description);
    }

    public void tagModel(String name, String key, String value) {
        models.tag(name, key, value);
    }

    public void removeModelTag(String name, String key) {
        models.removeTag(name, key);
    }

    /**
     * Gives a model another name.
     *
     * @throws AlreadyExists if the new name is taken
     * @throws IllegalStateException if the model ever had a champion
     */
    public void renameModel(String name, String to, Cause cause) {
        models.rename(name, to, cause);
    }

    /**
     * Deletes a model with its versions.
     *
     * @throws IllegalStateException if it ever had a champion
     */
    public void deleteModel(String name, Cause cause) {
        models.delete(name, cause);
    }

    /**
     * Copies every file of a directory and seals them as the next version of a model.
     *
     * @param runId the run that made it, or empty
     * @throws IllegalArgumentException if the directory is empty, holds a symbolic link or a name that could mean
     *     another place, or the model name is not plain
     */
    public ModelVersion register(
            String model, Path sourceDirectory, VersionKind kind, Map<String, String> tags, String runId) {
        return versions.register(model, sourceDirectory, ModelVersion.Origin.of(kind, runId), tags);
    }

    /**
     * Seals files that clients uploaded as the next version of a model.
     *
     * @throws NoSuchResource if the model, or what its source names, does not exist
     * @throws IllegalArgumentException if nothing is stored at the source
     */
    public ModelVersion seal(String model, ModelVersion.Origin origin, String description, Map<String, String> tags) {
        return versions.seal(new Versions.Draft(model, origin, description, tags));
    }

    public Optional<ModelVersion> version(String model, String version) {
        return versions.find(model, version);
    }

    /** The versions of a model, oldest first. */
    public List<ModelVersion> versions(String model) {
        return versions.of(model);
    }

    /** The newest version of a model. */
    public Optional<ModelVersion> latestVersion(String model) {
        return versions.latest(model);
    }

    /** Last changed first, unless the query says otherwise. */
    public Page<ModelVersion> searchVersions(Query query) {
        return versions.search(query);
    }

    public void describeVersion(String model, String version, String description) {
        versions.describe(model, version, description);
    }

    public void removeVersionTag(String model, String version, String key) {
        versions.removeTag(model, version, key);
    }

    public void tagVersion(String model, String version, String key, String value) {
        versions.tag(model, version, key, value);
    }

    /**
     * Writes the files of a version to a new directory, which appears at once with all of them.
     *
     * @return {@code target}
     * @throws IllegalArgumentException if there is no such version
     * @throws IllegalStateException if {@code target} exists
     * @throws CorruptArtifact if the stored bytes are damaged
     */
    public Path checkOut(String model, String version, Path target) {
        return versions.checkOut(
                versions.find(model, version)
                        .orElseThrow(() -> new IllegalArgumentException(model + " has no version " + version)),
                target);
    }

    /**
     * Reads one file of a version; empty if the version has no file of exactly that name.
     *
     * @throws CorruptArtifact if the stored bytes are damaged
     */
    public Optional<byte[]> read(String model, String version, String path) {
        return versions.read(model, version, path);
    }

    /**
     * Forgets a version; its number is not given again.
     *
     * @return whether there was one
     * @throws IllegalStateException if it ever was champion, or an alias names it
     */
    public boolean deleteVersion(String model, String version) {
        return versions.delete(model, version);
    }

    // ---- verdicts

    /**
     * Keeps a verdict for ever. Recording the same one again changes nothing.
     *
     * @throws IllegalStateException if its id was recorded with other contents
     * @throws IllegalArgumentException if its candidate is not registered
     */
    public void recordVerdict(Verdict verdict) {
        verdicts.record(verdict);
    }

    public Optional<Verdict> verdict(String id) {
        return verdicts.find(id);
    }

    /** The last verdict that was recorded about a version. */
    public Optional<Verdict> latestVerdict(String model, String candidate) {
        return verdicts.latest(model, candidate);
    }

    /** The verdicts about a model in the order in which they were recorded. */
    public List<Verdict> verdicts(String model) {
        return verdicts.of(model);
    }

    // ---- aliases

    /**
     * Moves an alias on the strength of a verdict, if the alias still names {@code expectedFrom}. The verdict must say
     * PROMOTE for {@code to} against {@code expectedFrom}.
     */
    public MoveResult promote(
            String model, String alias, Optional<String> expectedFrom, String to, String verdictId, Cause cause) {
        return promote(model, alias, expectedFrom, OptionalLong.empty(), to, verdictId, cause);
    }

    /**
     * As {@link #promote(String, String, Optional, String, String, Cause)}, if moreover the alias did not move since
     * {@code fencingToken} was asked for, not even there and back.
     */
    public MoveResult promote(
            String model,
            String alias,
            Optional<String> expectedFrom,
            OptionalLong fencingToken,
            String to,
            String verdictId,
            Cause cause) {
        return promotions.promote(
                new Promotions.Promotion(model, alias, expectedFrom, fencingToken, to, verdictId, cause));
    }

    /** Grows with every move of an alias: the sequence number of the last one, or 0. */
    public long fencingToken(String model, String alias) {
        return promotions.fencingToken(model, alias);
    }

    /** Moves an alias without a verdict; the log says so. A freeze does not stop it. */
    public MoveResult forcePromote(String model, String alias, String to, Cause cause) {
        return promotions.force(model, alias, to, cause);
    }

    /**
     * Moves an alias back to what it named before. Rollbacks undo one step each: after 1, 2, 3 the first goes to 2 and
     * the second to 1. A freeze does not stop it.
     */
    public MoveResult rollback(String model, String alias, Cause cause) {
        return promotions.rollback(model, alias, cause);
    }

    /**
     * Lets an alias name nothing.
     *
     * @throws IllegalArgumentException for the champion
     */
    public MoveResult removeAlias(String model, String alias, Cause cause) {
        return promotions.remove(model, alias, cause);
    }

    /** The version that an alias names now. */
    public Optional<String> alias(String model, String alias) {
        return promotions.current(model, alias);
    }

    public Optional<ModelVersion> champion(String model) {
        return alias(model, CHAMPION).flatMap(version -> version(model, version));
    }

    /**
     * The champion by the clock of the data: the last whose decision rested on data up to {@code eventTime} or earlier.
     * A move without an event time counts from that of the move before it, the first one from the beginning of time.
     */
    public Optional<String> championAtEventTime(String model, Instant eventTime) {
        return promotions.history(model, CHAMPION).atEventTime(eventTime);
    }

    /** The champion by the clock on the wall. */
    public Optional<String> championAtWallTime(String model, Instant wallTime) {
        return promotions.history(model, CHAMPION).atWallTime(wallTime);
    }

    /** Every move of every alias of a model, oldest first. */
    public List<PromotionEntry> log(String model) {
        return promotions.log(model);
    }

    /** Sets the aliases of a model to what the log says, and returns alias → version. */
    public Map<String, String> rebuildAliases(String model) {
        return promotions.rebuildAliases(model);
    }

    /** Log entries that were not announced yet, oldest first. */
    public List<PromotionEntry> pendingAnnouncements() {
        return promotions.pendingAnnouncements();
    }

    /** Notes that an entry was announced; again is fine. */
    public void markAnnounced(long sequence) {
        promotions.markAnnounced(sequence);
    }

    // ---- freeze

    /** Stops all promotions by verdict until {@link #thaw}. */
    public void freeze(Cause cause) {
        freezes.record(true, cause);
    }

    public void thaw(Cause cause) {
        freezes.record(false, cause);
    }

    /** The freeze that is in force, if any. */
    public Optional<Freeze> frozen() {
        return freezes.current();
    }

    /** Every freeze and thaw, oldest first. */
    public List<Freeze> freezes() {
        return freezes.all();
    }

    // ---- the error budget

    /**
     * Grants a decision its share of the error budget, before it looks at the holdout. Asked again for the same candidate
     * on the same holdout, returns the same entry.
     *
     * @param level from the entries of the model so far, oldest first, to the level granted; runs inside the transaction
     */
    public AlphaEntry grantAlpha(
            String model,
            String window,
            String candidate,
            Instant eventTime,
            ToDoubleFunction<List<AlphaEntry>> level) {
        return alphaLedger.grant(model, window, candidate, eventTime, level);
    }

    /** Notes what a decision took of its grant, and what the trainer was told; the first call per entry counts. */
    public void settleAlpha(long sequence, double spent, Optional<Double> told) {
        alphaLedger.settle(sequence, spent, told);
    }

    /** The α ledger of a model, oldest first. */
    public List<AlphaEntry> alphaLedger(String model) {
        return alphaLedger.of(model);
    }

    // ---- announcements

    /**
     * Log entries that a subscriber has not confirmed, oldest first.
     *
     * @param subscriber a name that whoever announces chooses; each has its own place in the log
     */
    public List<PromotionEntry> undelivered(String subscriber, int most) {
        return promotions.undelivered(subscriber, most);
    }

    /** Notes that a subscriber has everything up to a sequence number. */
    public void markDelivered(String subscriber, long sequence) {
        promotions.markDelivered(subscriber, sequence);
    }

    // ---- garbage

    /** Finds what nothing needs any more, and removes it unless the policy only asks. */
    public Garbage collect(GarbagePolicy policy) {
        return collector.collect(policy);
    }

    // ---- what a killed process goes on from

    /** Saves what a cycle left behind; the last call per campaign and number counts. */
    public void saveCycle(String campaign, int n, String json) {
        journal.saveCycle(campaign, n, json);
    }

    /** The saved cycles of a campaign by number. */
    public List<Cycle> cycles(String campaign) {
        return journal.cycles(campaign);
    }

    /** Saves a value under a key; the last call counts. */
    public void putState(String key, String json) {
        journal.putState(key, json);
    }

    public Optional<String> state(String key) {
        return journal.state(key);
    }

    // ---- tracking

    public Experiments experiments() {
        return experiments;
    }

    public Runs runs() {
        return runs;
    }

    public LoggedModels loggedModels() {
        return loggedModels;
    }

    /** The files of runs and logged models. */
    public ArtifactTree artifacts() {
        return artifacts;
    }

    /**
     * Opens a stored file; the caller closes it.
     *
     * @throws CorruptArtifact if the stored bytes are damaged
     */
    public InputStream open(StoredFile file) {
        return blobs.open(file);
    }

    /** What was answered to calls that create something. */
    public Answers answers() {
        return answers;
    }

    @Override
    public void close() {
        blobs.close();
        database.close();
    }
}
