package io.sluice.featurepipeline;

import io.sluice.dataset.Tables;
import io.sluice.dataset.Warehouse;
import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import io.sluice.schemas.WireCodec;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the tables show what a checkpoint carried, then writes the cut to its topic. Works on its own thread, since
 * the tables' commits follow the checkpoint and must not wait for us.
 */
final class CutAnnouncer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CutAnnouncer.class);
    private static final String JOB = "flink.job-id";
    private static final String CHECKPOINT = "flink.max-committed-checkpoint-id";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Where cuts go and where the tables are. */
    record Settings(String bootstrapServers, String topic, String warehouse) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    private final Settings settings;
    private final Warehouse warehouse;
    private final KafkaProducer<byte[], byte[]> producer;
    private final WireCodec codec = new WireCodec();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "cut-announcer"));
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private Instant announcedBefore = Instant.MIN;

    private CutAnnouncer(Settings settings, Warehouse warehouse, KafkaProducer<byte[], byte[]> producer) {
        this.settings = settings;
        this.warehouse = warehouse;
        this.producer = producer;
    }

    static CutAnnouncer start(Settings settings) {
        Map<String, Object> producer = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true);
        return new CutAnnouncer(
                settings,
                Warehouse.open(Path.of(settings.warehouse())),
                new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Queues the cut of a complete checkpoint; one part per table, and how far the sources had read. */
    void announce(List<PendingCut> parts, SortedMap<String, Long> sourceOffsets) {
        thread.execute(() -> {
            try {
                publish(parts, sourceOffsets);
            } catch (RuntimeException failed) {
                LOG.error("cut=failed", failed);
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** Throws what went wrong on the other thread. */
    void rethrow() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a cut could not be published", failed);
        }
    }

    private void publish(List<PendingCut> parts, SortedMap<String, Long> sourceOffsets) {
        boolean everyTable = parts.size() == Tables.values().length;
        boolean known = parts.stream().allMatch(part -> part.completeBeforeMillis() > Long.MIN_VALUE);
        if (!everyTable || !known || !advances(parts)) {
            return;
        }
        List<TableCut> tables = new ArrayList<>();
        for (PendingCut part : parts) {
            tables.add(TableCut.newBuilder()
                    .setTable(part.table())
                    .setSnapshotId(committed(part).map(Snapshot::snapshotId).orElse(null))
                    .setCompleteBefore(Instant.ofEpochMilli(part.completeBeforeMillis()))
                    .build());
        }
        PendingCut any = parts.get(0);
        Cut cut = Cut.newBuilder()
                .setJobId(any.job())
                .setCheckpointId(any.checkpoint())
                .setTables(tables)
                .setSourceOffsets(sourceOffsets)
                .build();
        byte[] key = (any.job() + "/" + any.checkpoint()).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(settings.topic(), key, codec.encode(cut)));
        producer.flush();
        announcedBefore = completeBefore(parts);
        LOG.info("cut={}/{} completeBefore={}", any.job(), any.checkpoint(), announcedBefore);
    }

    private boolean advances(List<PendingCut> parts) {
        return completeBefore(parts).isAfter(announcedBefore);
    }

    private static Instant completeBefore(List<PendingCut> parts) {
        return Instant.ofEpochMilli(
                parts.stream().mapToLong(PendingCut::completeBeforeMillis).min().orElse(Long.MIN_VALUE));
    }

    /** The snapshot that holds what the checkpoint carried and nothing later; empty if the table has no rows. */
    private Optional<Snapshot> committed(PendingCut part) {
        Tables name = Tables.valueOf(part.table().toUpperCase(Locale.ROOT));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Table table = warehouse.load(name);
            if (part.writtenJob().isEmpty() || shows(table, part)) {
                return newestUpTo(table, part);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("table " + part.table() + " does not show checkpoint "
                        + part.writtenCheckpoint() + " of job " + part.writtenJob() + " after " + PATIENCE);
            }
            pause();
        }
    }

    private static boolean shows(Table table, PendingCut part) {
        for (Snapshot snapshot : table.snapshots()) {
            boolean sameJob = part.writtenJob().equals(snapshot.summary().get(JOB));
            if (sameJob && Long.parseLong(snapshot.summary().get(CHECKPOINT)) >= part.writtenCheckpoint()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The newest snapshot with nothing in it that came after the checkpoint. A compaction's snapshot names no job; it may
     * hold whatever lies below it, so one above a later commit is too late as well.
     */
    private static Optional<Snapshot> newestUpTo(Table table, PendingCut part) {
        Snapshot found = table.currentSnapshot();
        for (Snapshot at = found; at != null && !settles(at, part); at = parent(table, at)) {
            if (isLater(at, part)) {
                found = parent(table, at);
            }
        }
        return Optional.ofNullable(found);
    }

    private static Snapshot parent(Table table, Snapshot snapshot) {
        return snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    }

    private static boolean isLater(Snapshot snapshot, PendingCut part) {
        return part.job().equals(snapshot.summary().get(JOB))
                && Long.parseLong(snapshot.summary().get(CHECKPOINT)) > part.checkpoint();
    }

    /** Whether everything below was committed before: checkpoints of one job are committed in their order. */
    private static boolean settles(Snapshot snapshot, PendingCut part) {
        return snapshot.summary().get(JOB) != null && !isLater(snapshot, part);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a table", interrupted);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(5));
        warehouse.close();
    }
}
