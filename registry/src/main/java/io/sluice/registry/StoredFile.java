package io.sluice.registry;

/**
 * What is known of one registered file.
 *
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 */
public record StoredFile(String sha256, long sizeBytes) {
    public StoredFile {
        if (!sha256.matches("[0-9a-f]{64}") || sizeBytes < 0) {
            throw new IllegalArgumentException("not a SHA-256 and a size: " + sha256 + ", " + sizeBytes);
        }
    }
}
