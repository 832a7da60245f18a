package io.sluice.dataset;

import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables small without losing what somebody still needs: tags hold what registered versions learnt from, expiry
 * spares them, the newest commit of every job and all that a retained checkpoint may come back to. Safe beside a running job:
 * every change is one atomic commit. Not thread-safe.
 */
public final class TableCare {
    private static final Logger log = LoggerFactory.getLogger(TableCare.class);
    private static final String JOB = "flink.job-id";
    private static final String CHECKPOINT = "flink.max-committed-checkpoint-id";
    private static final String TAG = "version-";
    /** A job commits a few times a second; to be overtaken this often would take a hundred jobs. */
    private static final int ATTEMPTS = 50;

    private final Warehouse warehouse;

    public TableCare(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * Keeps the snapshots of a cut for as long as a version is kept. Doing it again does nothing.
     *
     * @param version names the tag; of the registry, as {@code recommender-7}
     * @throws IllegalArgumentException if the version holds another snapshot, or a snapshot is gone
     */
    public void tag(Cut cut, String version) {
        for (TableCut part : cut.getTables()) {
            if (part.getSnapshotId().isPresent()) {
                tag(part.getTable(), part.getSnapshotId().get(), version);
            }
        }
    }

    private void tag(String label, long snapshot, String version) {
        persistently(() -> tagOnce(label, snapshot, version));
    }

    /**
     * A change of references is refused, not merged, where a running job commits between its reading and its writing: it is
     * then done again on what the table has become.
     */
    private static void persistently(Runnable change) {
        for (int attempt = 1; ; attempt++) {
            try {
                change.run();
                return;
            } catch (CommitFailedException overtaken) {
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
                log.info("attempt={} overtaken by another commit: {}", attempt, overtaken.getMessage());
            }
        }
    }

    private void tagOnce(String label, long snapshot, String version) {
        Table table = warehouse.load(Tables.labelled(label));
        SnapshotRef held = table.refs().get(TAG + version);
        if (held != null && held.snapshotId() == snapshot) {
            return;
        }
        if (held != null || table.snapshot(snapshot) == null) {
            throw new IllegalArgumentException("version " + version + " cannot hold snapshot " + snapshot + " of "
                    + label + ": " + (held == null ? "it has expired" : "it holds " + held.snapshotId()));
        }
        table.manageSnapshots().createTag(TAG + version, snapshot).commit();
    }

    /** Lets go of what a version held, if it held anything. */
    public void release(String version) {
        for (Tables name : Tables.values()) {
            persistently(() -> releaseOnce(name, version));
        }
    }

    private void releaseOnce(Tables name, String version) {
        Table table = warehouse.load(name);
        if (table.refs().containsKey(TAG + version)) {
            table.manageSnapshots().removeTag(TAG + version).commit();
        }
    }

    /** The versions that hold a snapshot of a table, with its id. */
    public Map<String, Long> held(Tables table) {
        Map<String, Long> held = new HashMap<>();
        warehouse.load(table).refs().forEach((name, ref) -> {
            if (ref.isTag() && name.startsWith(TAG)) {
                held.put(name.substring(TAG.length()), ref.snapshotId());
            }
        });
        return Map.copyOf(held);
    }

    /**
     * Drops snapshots that nobody needs, with the files that only they have.
     *
     * @param before snapshots committed from then on stay in any case
     * @param retained by job id the oldest checkpoint that may still be restored
     * @return how many went, over all tables
     */
    public int expire(Instant before, Map<String, Long> retained) {
        int expired = 0;
        for (Tables name : Tables.values()) {
            Table table = warehouse.load(name);
            Set<Long> needed = needed(table, retained);
            ExpireSnapshots expiry = table.expireSnapshots();
            int chosen = 0;
            for (Snapshot snapshot : table.snapshots()) {
                if (snapshot.timestampMillis() < before.toEpochMilli() && !needed.contains(snapshot.snapshotId())) {
                    expiry = expiry.expireSnapshotId(snapshot.snapshotId());
                    chosen++;
                }
            }
            if (chosen > 0) {
                // Only those named: by default age alone would decide over others too.
                expiry.expireOlderThan(0).retainLast(1).commit();
                log.info("table={} snapshots-expired={} kept={}", name.label(), chosen, needed.size());
            }
            expired += chosen;
        }
        return expired;
    }

    private static Set<Long> needed(Table table, Map<String, Long> retained) {
        Set<Long> needed = new HashSet<>();
        table.refs().values().forEach(ref -> needed.add(ref.snapshotId()));
        Set<String> jobs = new HashSet<>();
        List<Snapshot> lineage = lineage(table);
        int reach = -1;
        for (int at = 0; at < lineage.size(); at++) {
            Snapshot snapshot = lineage.get(at);
            Optional<String> job = Optional.ofNullable(snapshot.summary().get(JOB));
            if (job.isPresent() && jobs.add(job.get())) {
                needed.add(snapshot.snapshotId());
            }
            boolean afterRestore = job.map(retained::get)
                    .filter(oldest -> checkpoint(snapshot) > oldest)
                    .isPresent();
            reach = afterRestore ? at + 1 : reach;
        }
        // A restored job looks from the newest snapshot down to what it had committed at its checkpoint.
        lineage.stream().limit(reach + 1L).forEach(snapshot -> needed.add(snapshot.snapshotId()));
        return needed;
    }

    private static long checkpoint(Snapshot snapshot) {
        return Long.parseLong(snapshot.summary().get(CHECKPOINT));
    }

    /** Newest first. */
    private static List<Snapshot> lineage(Table table) {
        List<Snapshot> lineage = new ArrayList<>();
        for (Snapshot at = table.currentSnapshot();
                at != null;
                at = at.parentId() == null ? null : table.snapshot(at.parentId())) {
            lineage.add(at);
        }
        return lineage;
    }
}
