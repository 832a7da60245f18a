package io.sluice.app.importing;

import java.util.EnumMap;
import java.util.Map;

/** The running counts of one import, over all its files. Not thread-safe. */
final class Tally {
    private final Map<Skip, Long> skipped = new EnumMap<>(Skip.class);
    private long rows;
    private long events;

    void row() {
        rows++;
    }

    void event() {
        events++;
    }

    void skip(Skip reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    ImportReport report() {
        return new ImportReport(rows, events, skipped);
    }
}
