package io.sluice.registry;

import io.sluice.registry.ModelVersion.Origin;
import io.sluice.registry.Query.Kind;
import io.sluice.registry.Searchable.Child;
import io.sluice.registry.Searchable.Fragment;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of models, and their files. */
final class Versions {
    private static final Logger log = LoggerFactory.getLogger(Versions.class);

    private static final String MANIFEST = "manifest.json";

    private static final Searchable SEARCHABLE = new Searchable(
            "versions",
            Map.of(
                    "name", "model",
                    "version_number", "version",
                    "run_id", "run_id",
                    "source_path", "source",
                    "creation_timestamp", "created",
                    "last_updated_timestamp", "updated"),
            Set.of("version_number", "creation_timestamp", "last_updated_timestamp"),
            Map.of(Kind.TAG, new Child("version_tags", "c.model = versions.model AND c.version = versions.version")),
            "updated DESC, model, version DESC");

    private final Database database;
    private final Blobs blobs;
    private final Clock clock;

    Versions(Database database, Blobs blobs, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Seals the files of a directory. */
    ModelVersion register(String model, Path source, Origin origin, Map<String, String> tags) {
        Models.requireName(model);
        SortedMap<String, StoredFile> files = new TreeMap<>();
        SourceTree.filesOf(source).forEach((path, file) -> files.put(path, blobs.store(file)));
        return reported(database.write(sql -> {
            Models.create(sql, model, clock.instant());
            return insert(sql, new Draft(model, origin, "", tags), files);
        }));
    }

    /** What a version is to be, apart from its files. */
    record Draft(String model, Origin origin, String description, Map<String, String> tags) {}

    /** Seals files that clients uploaded to a logged model, a run or another version; the model must exist. */
    ModelVersion seal(Draft draft) {
        return reported(database.write(sql -> {
            if (!sql.exists("SELECT 1 FROM models WHERE name = ?", draft.model())) {
                throw Models.missing(draft.model());
            }
            return insert(sql, draft, Sources.filesOf(sql, draft.origin()));
        }));
    }

    Optional<ModelVersion> find(String model, String version) {
        return database.read(sql -> find(sql, model, version));
    }

    /** Oldest first. */
    List<ModelVersion> of(String model) {
        return database.read(sql ->
                sql.list("SELECT * FROM versions WHERE model = ? ORDER BY version", row -> version(sql, row), model));
    }

    /** The newest version of a model. */
    Optional<ModelVersion> latest(String model) {
        return database.read(sql -> sql.first(
                "SELECT * FROM versions WHERE model = ? ORDER BY version DESC LIMIT 1",
                row -> version(sql, row),
                model));
    }

    Page<ModelVersion> search(Query query) {
        Fragment select = SEARCHABLE.select(query, new Fragment("1 = 1", List.of()));
        return database.read(
                sql -> Page.of(sql.list(select.sql(), row -> version(sql, row), select.array()), query.size()));
    }

    Path checkOut(ModelVersion version, Path target) {
        DurableFiles.REAL.createDirectory(target, temporary -> {
            for (Map.Entry<String, StoredFile> file : version.files().entrySet()) {
                Path place = temporary.resolve(file.getKey());
                DurableFiles.REAL.createDirectories(place.getParent());
                blobs.copy(file.getValue(), place);
            }
        });
        return target;
    }

    Optional<byte[]> read(String model, String version, String path) {
        return find(model, version).map(found -> found.files().get(path)).map(blobs::read);
    }

    void tag(String model, String version, String key, String value) {
        database.write(sql -> {
            require(sql, model, version);
            return tag(sql, model, version, key, value);
        });
    }

    void removeTag(String model, String version, String key) {
        database.write(sql -> {
            require(sql, model, version);
            return sql.update(
                    "DELETE FROM version_tags WHERE model = ? AND version = ? AND key = ?",
                    model,
                    number(version),
                    key);
        });
    }

    void describe(String model, String version, String description) {
        database.write(sql -> {
            require(sql, model, version);
            return sql.update(
                    "UPDATE versions SET description = ?, updated = ? WHERE model = ? AND version = ?",
                    description,
                    clock.instant(),
                    model,
                    number(version));
        });
    }

    /** Returns whether there was such a version. */
    boolean delete(String model, String version) {
        boolean deleted = database.write(sql -> {
            Promotions.requireDeletable(sql, model, version);
            int rows = sql.update("DELETE FROM versions WHERE model = ? AND version = ?", model, number(version));
            Models.touch(sql, model, clock.instant());
            return rows > 0;
        });
        log.info("event=deleted model={} version={} existed={}", model, version, deleted);
        return deleted;
    }

    static boolean exists(Sql sql, String model, String version) {
        return sql.exists("SELECT 1 FROM versions WHERE model = ? AND version = ?", model, number(version));
    }

    static Optional<ModelVersion> find(Sql sql, String model, String version) {
        return sql.first(
                "SELECT * FROM versions WHERE model = ? AND version = ?",
                row -> version(sql, row),
                model,
                number(version));
    }

    static ModelVersion require(Sql sql, String model, String version) {
        return find(sql, model, version)
                .orElseThrow(() ->
                        new NoSuchResource("Model Version (name=" + model + ", version=" + version + ") not found"));
    }

    /** What the manifest names as the version's parent, or nothing. */
    private String lineage(SortedMap<String, StoredFile> files) {
        StoredFile manifest = files.get(MANIFEST);
        return manifest == null ? "" : Manifests.parentOf(blobs.read(manifest));
    }

    private ModelVersion insert(Sql sql, Draft draft, SortedMap<String, StoredFile> files) {
        requireStored(files);
        String model = draft.model();
        sql.update("UPDATE models SET last_version = last_version + 1 WHERE name = ?", model);
        Models.touch(sql, model, clock.instant());
        long version = sql.first(
                        "SELECT last_version FROM models WHERE name = ?", row -> row.getLong("last_version"), model)
                .orElseThrow();
        Origin origin = draft.origin();
        sql.update(
                "INSERT INTO versions (model, version, created, updated, kind, run_id, fingerprint, source,"
                        + " logged_model, description, run_link, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                model,
                version,
                clock.instant(),
                clock.instant(),
                origin.kind(),
                origin.runId(),
                ModelVersion.fingerprintOf(files),
                origin.source(),
                origin.loggedModel(),
                draft.description(),
                origin.runLink(),
                lineage(files));
        files.forEach((path, file) -> sql.update(
                "INSERT INTO version_files (model, version, path, sha256, size_bytes) VALUES (?, ?, ?, ?, ?)",
                model,
                version,
                path,
                file.sha256(),
                file.sizeBytes()));
        draft.tags().forEach((key, value) -> tag(sql, model, Long.toString(version), key, value));
        return find(sql, model, Long.toString(version)).orElseThrow();
    }

    /** Garbage is collected in a transaction too, so what is there now stays. */
    private void requireStored(SortedMap<String, StoredFile> files) {
        files.forEach((path, file) -> {
            if (!blobs.contains(file)) {
                throw new RegistryFailure(
                        "the bytes of " + path + " were collected while they waited; upload them again");
            }
        });
    }

    private static ModelVersion reported(ModelVersion registered) {
        log.info(
                "event=registered model={} version={} kind={} files={} bytes={}",
                registered.model(),
                registered.version(),
                registered.kind(),
                registered.files().size(),
                registered.sizeBytes());
        return registered;
    }

    private static int tag(Sql sql, String model, String version, String key, String value) {
        return sql.update(
                "INSERT INTO version_tags (model, version, key, value) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (model, version, key) DO UPDATE SET value = excluded.value",
                model,
                number(version),
                key,
                value);
    }

    private static ModelVersion version(Sql sql, ResultSet row) throws SQLException {
        String model = row.getString("model");
        long version = row.getLong("version");
        return new ModelVersion(
                model,
                Long.toString(version),
                Sql.instant(row, "created"),
                Sql.instant(row, "updated"),
                new Origin(
                        VersionKind.valueOf(row.getString("kind")),
                        row.getString("run_id"),
                        row.getString("source"),
                        row.getString("logged_model"),
                        row.getString("run_link"),
                        row.getString("parent")),
                row.getString("description"),
                sql.pairs("SELECT key, value FROM version_tags WHERE model = ? AND version = ?", model, version),
                files(sql, model, version),
                row.getString("fingerprint"));
    }

    static SortedMap<String, StoredFile> files(Sql sql, String model, long version) {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        sql.list(
                        "SELECT path, sha256, size_bytes FROM version_files WHERE model = ? AND version = ?",
                        row -> Map.entry(row.getString("path"), Sql.storedFile(row)),
                        model,
                        version)
                .forEach(file -> files.put(file.getKey(), file.getValue()));
        return files;
    }

    /** Anything but a canonical number names no version; there is no version 0. */
    private static long number(String version) {
        return version.matches("[1-9][0-9]{0,17}") ? Long.parseLong(version) : 0;
    }
}
