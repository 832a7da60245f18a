package io.sluice.ingestion;

import io.sluice.schemas.RejectReason;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What the audit found. Every number is counted on its own; none is derived from the others.
 *
 * @param raw events on the raw topics
 * @param clean events on the clean topics
 * @param duplicates entries in the ledger of duplicates
 * @param rejected records on the rejects, per reason; reasons that did not occur are absent
 * @param pending raw events that ingestion has not read, or holds between its stages
 * @param violations what breaks the bijection, in words; the first hundred
 * @param broken how many violations there are in all
 * @param lost raw events that ingestion has read and that have no outcome; each is a violation too
 * @param replayed raw events that name a reject as their predecessor
 */
public record AuditReport(
        long raw,
        long clean,
        long duplicates,
        SortedMap<RejectReason, Long> rejected,
        long pending,
        List<String> violations,
        long broken,
        long lost,
        long replayed) {
    /** Whether every raw event has exactly one outcome and every outcome exactly one raw event. */
    public boolean holds() {
        return broken == 0 && pending == 0;
    }

    /** The report in one line. */
    public String words() {
        String verdict;
        if (broken > 0) {
            verdict = "NOT EVERY EVENT IS ACCOUNTED FOR: " + broken + " violations, " + lost + " events lost";
        } else if (pending > 0) {
            verdict = "every event that was decided has exactly one outcome, the pending ones have none yet";
        } else {
            verdict = "every raw event has exactly one outcome";
        }
        return String.format(
                Locale.ROOT,
                "Audit: raw %,d (replayed %,d) = clean %,d + duplicates %,d + rejected %s, pending %,d: %s",
                raw,
                replayed,
                clean,
                duplicates,
                rejected,
                pending,
                verdict);
    }
}
