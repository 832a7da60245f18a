package io.sluice.registry;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that clients upload, by their path below {@code mlflow-artifacts:/}. A path is a key in a table and never
 * one in a file system: the bytes are in content-addressed storage. Safe for several threads.
 */
public final class ArtifactTree {
    private static final int MOST_DECODINGS = 8;

    private final Database database;
    private final Blobs blobs;
    private final Clock clock;

    ArtifactTree(Database database, Blobs blobs, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * Stores a file, in place of any that had the path.
     *
     * @throws IllegalArgumentException if the path could mean another place, or more than {@code mostBytes} arrive
     */
    public StoredFile write(String path, InputStream in, long mostBytes) {
        requireSafe(path);
        StoredFile file = blobs.store(in, mostBytes);
        return database.write(sql -> {
            if (!blobs.contains(file)) {
                throw new RegistryFailure(
                        "the bytes of " + path + " were collected while they waited; upload them again");
            }
            sql.update(
                    "INSERT INTO artifacts (path, sha256, size_bytes, written) VALUES (?, ?, ?, ?) ON CONFLICT (path)"
                            + " DO UPDATE SET sha256 = excluded.sha256, size_bytes = excluded.size_bytes,"
                            + " written = excluded.written",
                    path,
                    file.sha256(),
                    file.sizeBytes(),
                    clock.instant());
            return file;
        });
    }

    public Optional<StoredFile> find(String path) {
        requireSafe(path);
        return database.read(
                sql -> sql.first("SELECT sha256, size_bytes FROM artifacts WHERE path = ?", Sql::storedFile, path));
    }

    /** The files at and below a path: path below it → file. A file at the path itself has the empty name. */
    public SortedMap<String, StoredFile> below(String directory) {
        requireSafe(directory);
        return database.read(sql -> below(sql, directory));
    }

    /** Forgets a file, or all files of a directory; returns how many. */
    public int delete(String path) {
        requireSafe(path);
        return database.write(sql -> sql.update(
                "DELETE FROM artifacts WHERE path = ? OR (path >= ? AND path < ?)", path, path + "/", path + "0"));
    }

    static SortedMap<String, StoredFile> below(Sql sql, String directory) {
        SortedMap<String, StoredFile> files = new TreeMap<>();
        // '0' follows '/': exactly the paths that begin with the directory and a slash.
        sql.list(
                        "SELECT path, sha256, size_bytes FROM artifacts WHERE path = ? OR (path >= ? AND path < ?)",
                        row -> Map.entry(row.getString("path"), Sql.storedFile(row)),
                        directory,
                        directory + "/",
                        directory + "0")
                .forEach(file -> files.put(
                        file.getKey().equals(directory) ? "" : file.getKey().substring(directory.length() + 1),
                        file.getValue()));
        return files;
    }

    /**
     * Requires that a path means the same place on any system, however often somebody decodes it as a URL.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static void requireSafe(String path) {
        String text = path;
        for (int i = 0; i < MOST_DECODINGS; i++) {
            requirePlain(text, path);
            String decoded = decoded(text);
            if (decoded.equals(text)) {
                return;
            }
            text = decoded;
        }
        throw new IllegalArgumentException("Invalid path: it is encoded more than " + MOST_DECODINGS + " times");
    }

    private static void requirePlain(String text, String path) {
        boolean plain = !text.isEmpty()
                && !text.startsWith("/")
                && !text.endsWith("/")
                && !text.contains("\\")
                && text.indexOf('\0') < 0
                && !text.matches("(?s)[A-Za-z]:.*")
                && !text.matches("(?s)(.*/)?\\.{0,2}(/.*)?");
        if (!plain) {
            throw new IllegalArgumentException("Invalid path");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
