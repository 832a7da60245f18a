package io.sluice.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the many small files that checkpoints leave into one per day. Each day is one atomic commit beside a running job: a
 * job only appends, so they do not conflict. Old snapshots keep their files until they expire. Not thread-safe.
 */
public final class Compaction {
    private static final Logger log = LoggerFactory.getLogger(Compaction.class);

    private final Warehouse warehouse;
    private final int least;

    /**
     * @param least days with fewer files than this are left alone, at least 2
     */
    public Compaction(Warehouse warehouse, int least) {
        if (least < 2) {
            throw new IllegalArgumentException("a compaction puts at least 2 files together, got " + least);
        }
        this.warehouse = warehouse;
        this.least = least;
    }

    /**
     * Compacts every day of a table that has enough files.
     *
     * @return how many files went into how few, as the difference
     */
    public int run(Tables name) {
        Table table = warehouse.load(name);
        Snapshot snapshot = table.currentSnapshot();
        int saved = 0;
        if (snapshot != null) {
            for (List<DataFile> day : days(table).values()) {
                if (day.size() >= least) {
                    rewrite(table, name, snapshot.snapshotId(), day);
                    saved += day.size() - 1;
                }
            }
            log.info("table={} files-saved={}", name.label(), saved);
        }
        return saved;
    }

    /** Files by the day that they hold. */
    private static Map<Integer, List<DataFile>> days(Table table) {
        Map<Integer, List<DataFile>> days = new TreeMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                int day = task.file().partition().get(0, Integer.class);
                days.computeIfAbsent(day, ignored -> new ArrayList<>()).add(task.file());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot plan the files of " + table.name(), failure);
        }
        return days;
    }

    private static void rewrite(Table table, Tables name, long snapshot, List<DataFile> day) {
        List<Record> rows = new ArrayList<>();
        for (DataFile file : day) {
            rows.addAll(RowFiles.read(table, name, file.location(), row -> row));
        }
        rows.sort(Comparator.comparing(row -> (OffsetDateTime) row.getField("event_time")));
        DataFile whole = RowFiles.write(table, day.get(0).partition(), snapshot, rows);
        if (whole.recordCount() != day.stream().mapToLong(DataFile::recordCount).sum()) {
            throw new IllegalStateException("compaction of " + name.label() + " would lose rows: wrote "
                    + whole.recordCount() + " of " + day.size() + " files");
        }
        RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(snapshot);
        day.forEach(rewrite::deleteFile);
        rewrite.addFile(whole).commit();
    }
}
