package io.sluice.registry;

import java.util.List;

/**
 * What a collection found.
 *
 * @param versions {@code NAME/VERSION}
 * @param artifacts paths of files of deleted runs
 * @param blobs SHA-256 of files that nothing names
 * @param removed whether they are gone, or were only looked for
 */
public record Garbage(List<String> versions, List<String> artifacts, List<String> blobs, boolean removed) {
    public Garbage {
        versions = List.copyOf(versions);
        artifacts = List.copyOf(artifacts);
        blobs = List.copyOf(blobs);
    }
}
