package io.sluice.app.importing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to import.
 *
 * @param delay from event time to arrival, at least 0
 * @param currency ISO 4217, of prices in files that name none
 * @param scratch where unsorted input is sorted; files there are removed when the import is closed
 * @param sortedInMemory how many deliveries are held at once while sorting, at least 1
 * @param mapping for the formats csv and jsonl, which need one
 */
public record ImportOptions(
        Duration delay, String currency, Path scratch, int sortedInMemory, Optional<Mapping> mapping) {
    public static final ImportOptions DEFAULTS = new ImportOptions(
            Duration.ZERO, "USD", Path.of(System.getProperty("java.io.tmpdir")), 200_000, Optional.empty());

    public ImportOptions {
        if (delay.isNegative() || sortedInMemory < 1 || currency.isBlank()) {
            throw new IllegalArgumentException("an import needs delay >= 0, a currency and sorted-in-memory >= 1, got "
                    + delay + ", \"" + currency + "\", " + sortedInMemory);
        }
    }

    public ImportOptions withMapping(Mapping other) {
        return new ImportOptions(delay, currency, scratch, sortedInMemory, Optional.of(other));
    }

    public ImportOptions withSortedInMemory(int other) {
        return new ImportOptions(delay, currency, scratch, other, mapping);
    }
}
