package io.sluice.registry;

import java.time.Duration;

/**
 * What a collection may remove. Whatever it says, these stay: versions that an alias names, that ever were champion, that
 * an entry of the log younger than {@code recent} names, or that a kept version descends from.
 *
 * @param keepNewest so many versions of each model stay, the newest
 * @param recent younger versions, deleted runs and loose files stay too
 * @param dryRun only look
 */
public record GarbagePolicy(int keepNewest, Duration recent, boolean dryRun) {
    public GarbagePolicy {
        if (keepNewest < 0) {
            throw new IllegalArgumentException("keep_newest must be at least 0, got " + keepNewest);
        }
        if (recent.compareTo(Duration.ofMinutes(10)) < 0) {
            throw new IllegalArgumentException(
                    "recent must be at least PT10M, so that no upload in flight is taken for garbage, got " + recent);
        }
    }
}
