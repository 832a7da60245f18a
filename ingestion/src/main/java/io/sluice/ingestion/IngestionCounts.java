package io.sluice.ingestion;

import io.sluice.schemas.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has let through and refused since it started, for progress displays; the audit counts for real.
 * Thread-safe.
 */
public final class IngestionCounts {
    private final LongAdder clean = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

    IngestionCounts() {
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    void countClean() {
        clean.increment();
    }

    void countDuplicate() {
        duplicates.increment();
    }

    void countRejected(RejectReason reason) {
        rejected.get(reason).increment();
    }

    /** In Prometheus' text format; counters of events since this process started. */
    String prometheus() {
        StringBuilder text = new StringBuilder();
        text.append("# TYPE sluice_ingestion_events_total counter\n");
        line(text, "outcome=\"clean\",reason=\"\"", clean());
        line(text, "outcome=\"duplicate\",reason=\"\"", duplicates());
        rejected.forEach((reason, count) -> line(text, "outcome=\"rejected\",reason=\"" + reason + "\"", count.sum()));
        return text.toString();
    }

    private static void line(StringBuilder text, String labels, long value) {
        text.append("sluice_ingestion_events_total{")
                .append(labels)
                .append("} ")
                .append(value)
                .append('\n');
    }

    public long clean() {
        return clean.sum();
    }

    public long duplicates() {
        return duplicates.sum();
    }

    public long rejected(RejectReason reason) {
        return rejected.get(reason).sum();
    }

    public long rejected() {
        return rejected.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
