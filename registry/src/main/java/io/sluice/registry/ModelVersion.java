package io.sluice.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One sealed version of a model. Its files never change; its tags and description may.
 *
 * @param version a number from 1 per model, as text
 * @param origin where it comes from
 * @param files relative path with {@code /} between names → checksum and size, sorted by path
 * @param fingerprint SHA-256 over the sorted list of paths, checksums and sizes, in hexadecimal
 */
public record ModelVersion(
        String model,
        String version,
        Instant created,
        Instant updated,
        Origin origin,
        String description,
        Map<String, String> tags,
        SortedMap<String, StoredFile> files,
        String fingerprint) {

    public ModelVersion {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Where a version comes from; unknown parts are empty texts.
     *
     * @param runId the run that made it
     * @param source where its files were copied from, in the caller's words
     * @param loggedModel the logged model that it was
     * @param runLink a page about the run
     * @param parent the version of the same model that it started warm from or stood against
     */
    public record Origin(
            VersionKind kind, String runId, String source, String loggedModel, String runLink, String parent) {
        static Origin of(VersionKind kind, String runId) {
            return new Origin(kind, runId, "", "", "", "");
        }
    }

    public VersionKind kind() {
        return origin.kind();
    }

    /** The run that made it, or empty. */
    public String runId() {
        return origin.runId();
    }

    public long sizeBytes() {
        return files.values().stream().mapToLong(StoredFile::sizeBytes).sum();
    }

    static String fingerprintOf(SortedMap<String, StoredFile> files) {
        StringBuilder lines = new StringBuilder();
        files.forEach((path, file) -> lines.append(path)
                .append('\0')
                .append(file.sha256())
                .append('\0')
                .append(file.sizeBytes())
                .append('\n'));
        return Sha256.of(lines.toString());
    }
}
