package io.sluice.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what nothing needs. Works inside one writing transaction, so nobody comes to need it meanwhile. */
final class Collector {
    private static final Logger log = LoggerFactory.getLogger(Collector.class);

    private final Database database;
    private final Blobs blobs;
    private final Clock clock;

    Collector(Database database, Blobs blobs, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.clock = clock;
    }

    Garbage collect(GarbagePolicy policy) {
        Instant before = clock.instant().minus(policy.recent());
        // Listed before the transaction: an object store may take long. Whatever is stored later is recent.
        Map<String, Instant> stored = blobs.all();
        Garbage garbage = database.write(sql -> {
            List<String> versions = unneededVersions(sql, policy, before);
            List<String> artifacts = artifactsOfDeletedRuns(sql, before);
            if (!policy.dryRun()) {
                versions.forEach(name -> deleteVersion(sql, name));
                artifacts.forEach(path -> sql.update("DELETE FROM artifacts WHERE path = ?", path));
            }
            return new Garbage(versions, artifacts, List.of(), !policy.dryRun());
        });
        List<String> loose = policy.dryRun() ? looseBlobs(stored, before) : deleteLooseBlobs(stored, before);
        log.info(
                "event=collected versions={} artifacts={} blobs={} removed={}",
                garbage.versions().size(),
                garbage.artifacts().size(),
                loose.size(),
                garbage.removed());
        return new Garbage(garbage.versions(), garbage.artifacts(), loose, garbage.removed());
    }

    private List<String> unneededVersions(Sql sql, GarbagePolicy policy, Instant before) {
        Set<String> needed = new HashSet<>();
        sql.list("SELECT model, version FROM aliases", row -> key(row.getString("model"), row.getString("version")))
                .forEach(needed::add);
        sql.list(
                        "SELECT model, from_version, to_version FROM promotions WHERE alias = ? OR wall_time >= ?",
                        row -> List.of(
                                key(row.getString("model"), row.getString("from_version")),
                                key(row.getString("model"), row.getString("to_version"))),
                        Registry.CHAMPION,
                        before)
                .forEach(needed::addAll);
        List<Candidate> candidates = sql.list(
                "SELECT model, version, created, parent, (SELECT COUNT(*) FROM versions newer WHERE newer.model ="
                        + " versions.model AND newer.version > versions.version) AS newer FROM versions"
                        + " ORDER BY model, version DESC",
                row -> new Candidate(
                        row.getString("model"),
                        row.getString("version"),
                        Sql.instant(row, "created"),
                        row.getString("parent"),
                        row.getLong("newer")));
        List<String> unneeded = new ArrayList<>();
        // Newest first: a version is older than everything that descends from it.
        for (Candidate candidate : candidates) {
            boolean kept = needed.contains(candidate.key())
                    || candidate.newer() < policy.keepNewest()
                    || !candidate.created().isBefore(before);
            if (kept) {
                needed.add(key(candidate.model(), candidate.parent()));
            } else {
                unneeded.add(candidate.key());
            }
        }
        return unneeded;
    }

    private record Candidate(String model, String version, Instant created, String parent, long newer) {
        private String key() {
            return Collector.key(model, version);
        }
    }

    private static void deleteVersion(Sql sql, String key) {
        int slash = key.lastIndexOf('/');
        sql.update(
                "DELETE FROM versions WHERE model = ? AND version = ?",
                key.substring(0, slash),
                Long.parseLong(key.substring(slash + 1)));
    }

    private static List<String> artifactsOfDeletedRuns(Sql sql, Instant before) {
        List<String> paths = new ArrayList<>();
        sql.list(
                        "SELECT experiment, id FROM runs WHERE lifecycle = ?",
                        row -> row.getLong("experiment") + "/" + row.getString("id") + "/artifacts",
                        Lifecycle.DELETED)
                .forEach(root -> sql.list(
                                "SELECT path FROM artifacts WHERE path >= ? AND path < ? AND written < ?",
                                row -> row.getString("path"),
                                root + "/",
                                root + "0",
                                before)
                        .forEach(paths::add));
        return paths;
    }

    private List<String> looseBlobs(Map<String, Instant> stored, Instant before) {
        return database.read(sql -> loose(sql, stored, before));
    }

    private List<String> deleteLooseBlobs(Map<String, Instant> stored, Instant before) {
        return database.write(sql -> {
            List<String> loose = loose(sql, stored, before);
            // Stored again meanwhile? Then its row comes after this transaction, and finds the bytes gone or there.
            loose.forEach(blobs::delete);
            return loose;
        });
    }

    private static List<String> loose(Sql sql, Map<String, Instant> stored, Instant before) {
        Set<String> named = new HashSet<>(sql.list(
                "SELECT sha256 FROM version_files UNION SELECT sha256 FROM artifacts", row -> row.getString("sha256")));
        return stored.entrySet().stream()
                .filter(blob -> blob.getValue().isBefore(before))
                .map(Map.Entry::getKey)
                .filter(sha256 -> !named.contains(sha256))
                .toList();
    }

    private static String key(String model, String version) {
        return model + "/" + version;
    }
}
