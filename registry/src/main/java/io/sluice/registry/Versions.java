package io.sluice.registry;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of models, and their files. */
final class Versions {
    private static final Logger log = LoggerFactory.getLogger(Versions.class);

    private final Database database;
    private final Blobs blobs;
    private final Clock clock;

    Versions(Database database, Blobs blobs, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.clock = clock;
    }

    ModelVersion register(String model, Path source, VersionKind kind, Map<String, String> tags, String runId) {
        Models.requireName(model);
        SortedMap<String, StoredFile> files = new TreeMap<>();
        SourceTree.filesOf(source).forEach((path, file) -> files.put(path, blobs.store(file)));
        ModelVersion registered = database.write(sql -> {
            String version = insert(sql, model, kind, runId, files);
            tags.forEach((key, value) -> tag(sql, model, version, key, value));
            return find(sql, model, version).orElseThrow();
        });
        log.info(
                "event=registered model={} version={} kind={} files={} bytes={}",
                model,
                registered.version(),
                kind,
                files.size(),
                registered.sizeBytes());
        return registered;
    }

    Optional<ModelVersion> find(String model, String version) {
        return database.read(sql -> find(sql, model, version));
    }

    /** Oldest first. */
    List<ModelVersion> of(String model) {
        return database.read(sql -> sql
                .list(
                        "SELECT version FROM versions WHERE model = ? ORDER BY version",
                        row -> row.getString("version"),
                        model)
                .stream()
                .flatMap(version -> find(sql, model, version).stream())
                .toList());
    }

    Path checkOut(ModelVersion version, Path target) {
        DurableFiles.createDirectory(target, temporary -> {
            for (Map.Entry<String, StoredFile> file : version.files().entrySet()) {
                Path place = temporary.resolve(file.getKey());
                DurableFiles.createDirectories(place.getParent());
                blobs.copy(file.getValue(), place);
            }
        });
        return target;
    }

    Optional<byte[]> read(String model, String version, String path) {
        return find(model, version).map(found -> found.files().get(path)).map(blobs::read);
    }

    void tag(String model, String version, String key, String value) {
        database.write(sql -> tag(sql, model, version, key, value));
    }

    /** Returns whether there was such a version. */
    boolean delete(String model, String version) {
        boolean deleted = database.write(sql -> {
            Promotions.requireDeletable(sql, model, version);
            return sql.update("DELETE FROM versions WHERE model = ? AND version = ?", model, number(version)) > 0;
        });
        log.info("event=deleted model={} version={} existed={}", model, version, deleted);
        return deleted;
    }

    static boolean exists(Sql sql, String model, String version) {
        return sql.exists("SELECT 1 FROM versions WHERE model = ? AND version = ?", model, number(version));
    }

    private String insert(Sql sql, String model, VersionKind kind, String runId, SortedMap<String, StoredFile> files) {
        Models.create(sql, model, clock.instant());
        sql.update("UPDATE models SET last_version = last_version + 1 WHERE name = ?", model);
        long version = sql.first(
                        "SELECT last_version FROM models WHERE name = ?", row -> row.getLong("last_version"), model)
                .orElseThrow();
        sql.update(
                "INSERT INTO versions (model, version, created, kind, run_id, fingerprint) VALUES (?, ?, ?, ?, ?, ?)",
                model,
                version,
                clock.instant(),
                kind,
                runId,
                ModelVersion.fingerprintOf(files));
        files.forEach((path, file) -> sql.update(
                "INSERT INTO version_files (model, version, path, sha256, size_bytes) VALUES (?, ?, ?, ?, ?)",
                model,
                version,
                path,
                file.sha256(),
                file.sizeBytes()));
        return Long.toString(version);
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

    private static Optional<ModelVersion> find(Sql sql, String model, String version) {
        return sql.first(
                "SELECT * FROM versions WHERE model = ? AND version = ?",
                row -> version(sql, row),
                model,
                number(version));
    }

    private static ModelVersion version(Sql sql, ResultSet row) throws SQLException {
        String model = row.getString("model");
        long version = row.getLong("version");
        return new ModelVersion(
                model,
                Long.toString(version),
                Sql.instant(row, "created"),
                VersionKind.valueOf(row.getString("kind")),
                row.getString("run_id"),
                sql.pairs("SELECT key, value FROM version_tags WHERE model = ? AND version = ?", model, version),
                files(sql, model, version),
                row.getString("fingerprint"));
    }

    private static SortedMap<String, StoredFile> files(Sql sql, String model, long version) {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        sql.list(
                        "SELECT path, sha256, size_bytes FROM version_files WHERE model = ? AND version = ?",
                        row -> Map.entry(
                                row.getString("path"),
                                new StoredFile(row.getString("sha256"), row.getLong("size_bytes"))),
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
