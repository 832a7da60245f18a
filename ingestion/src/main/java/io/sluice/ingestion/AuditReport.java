package io.sluice.ingestion;

import io.sluice.schemas.RejectReason;
import java.util.List;
import java.util.SortedMap;

/**
 * What the audit found. Every number is counted on its own; none is derived from the others.
 *
 * @param raw events on the raw topics
 * @param clean events on the clean topics
 * @param duplicates entries in the ledger of duplicates
 * @param rejected records on the rejects, per reason; reasons that did not occur are absent
 * @param pending raw events without an outcome yet
 * @param violations what breaks the bijection, in words; the first hundred
 */
public record AuditReport(
        long raw,
        long clean,
        long duplicates,
        SortedMap<RejectReason, Long> rejected,
        long pending,
        List<String> violations) {
    /** Whether every raw event has exactly one outcome and every outcome exactly one raw event. */
    public boolean holds() {
        return violations.isEmpty() && pending == 0;
    }
}
