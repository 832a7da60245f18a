package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableCareTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EVERYTHING = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private Warehouse warehouse;
    private TableCare care;

    @BeforeEach
    void open() {
        warehouse = Warehouse.open(directory);
        care = new TableCare(warehouse);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void shouldKeepWhatAVersionHoldsUntilItIsReleased() {
        Cut first = append("job", 1, "a");
        append("job", 2, "b");
        append("job", 3, "c");
        care.tag(first, "recommender-1");
        care.tag(first, "recommender-1");

        assertThat(care.expire(EVERYTHING, Map.of())).isEqualTo(1);
        assertThat(items(first)).containsExactly("a");
        assertThat(care.held(Tables.INVENTORY)).containsOnlyKeys("recommender-1");

        care.release("recommender-1");
        assertThat(care.expire(EVERYTHING, Map.of())).isEqualTo(1);
        assertThatThrownBy(() -> items(first)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> care.tag(first, "recommender-2")).hasMessageContaining("it has expired");
    }

    @Test
    void shouldSpareWhatARetainedCheckpointComesBackTo() {
        append("old", 7, "a");
        Cut two = append("job", 2, "b");
        Cut three = append("job", 3, "c");
        append("job", 4, "d");

        int expired = care.expire(EVERYTHING, Map.of("job", 2L));

        assertThat(expired).isZero();
        assertThat(care.expire(EVERYTHING, Map.of("job", 3L))).isEqualTo(1);
        assertThat(items(three)).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> items(two)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSpareYoungSnapshotsAndTheNewestOfEachJob() {
        append("old", 7, "a");
        append("job", 1, "b");
        append("job", 2, "c");

        assertThat(care.expire(Instant.EPOCH, Map.of())).isZero();
        assertThat(care.expire(EVERYTHING, Map.of())).isEqualTo(1);
        assertThat(warehouse.load(Tables.INVENTORY).snapshots())
                .extracting(snapshot -> snapshot.summary().get("flink.job-id"))
                .containsExactlyInAnyOrder("old", "job");
    }

    @Test
    void shouldPutSmallFilesTogetherWithoutTouchingRows() throws IOException {
        append("job", 1, "a");
        append("job", 2, "b");
        Cut before = append("job", 3, "c");

        int saved = new Compaction(warehouse, 3).run(Tables.INVENTORY);

        Cut after = cut("job", 3);
        assertThat(saved).isEqualTo(2);
        assertThat(files()).isEqualTo(4);
        assertThat(items(after)).isEqualTo(items(before)).containsExactly("a", "b", "c");
        care.expire(EVERYTHING, Map.of());
        assertThat(items(after)).containsExactly("a", "b", "c");
        assertThat(new Compaction(warehouse, 2).run(Tables.INVENTORY)).isZero();
    }

    @Test
    void shouldTagWhileAJobKeepsCommitting() throws Exception {
        Cut first = append("job", 1, "a");
        CountDownLatch committing = new CountDownLatch(3);
        Thread job = new Thread(() -> {
            try (Warehouse own = Warehouse.open(directory)) {
                for (int commit = 0; commit < 40; commit++) {
                    own.load(Tables.INVENTORY).newAppend().commit();
                    committing.countDown();
                }
            }
        });
        job.start();
        committing.await();

        for (int version = 1; version <= 20; version++) {
            care.tag(first, "recommender-" + version);
            care.release("recommender-" + version);
        }
        care.tag(first, "recommender-kept");
        job.join();

        assertThat(care.held(Tables.INVENTORY)).containsOnlyKeys("recommender-kept");
    }

    private long files() throws IOException {
        try (Stream<Path> all = java.nio.file.Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(".parquet")).count();
        }
    }

    private List<String> items(Cut cut) {
        InventoryTimeline timeline = new CutReader(warehouse).inventory(cut, T.plus(Duration.ofDays(1)));
        return java.util.stream.IntStream.range(0, timeline.items().size())
                .mapToObj(timeline.items()::id)
                .toList();
    }

    /** As Flink's sink commits: one file per checkpoint, with the checkpoint in the snapshot's summary. */
    private Cut append(String job, long checkpoint, String item) {
        Table table = warehouse.load(Tables.INVENTORY);
        GenericRecord row = GenericRecord.create(Tables.INVENTORY.schema());
        row.setField("event_id", "e" + checkpoint);
        row.setField("event_time", T.plusSeconds(checkpoint).atOffset(ZoneOffset.UTC));
        row.setField("arrival", T.plusSeconds(checkpoint).atOffset(ZoneOffset.UTC));
        row.setField("item", item);
        PartitionKey day = new PartitionKey(table.spec(), table.schema());
        day.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
        table.newAppend()
                .appendFile(RowFiles.write(table, day, checkpoint, List.of(row)))
                .set("flink.job-id", job)
                .set("flink.max-committed-checkpoint-id", Long.toString(checkpoint))
                .commit();
        return cut(job, checkpoint);
    }

    private Cut cut(String job, long checkpoint) {
        return Cut.newBuilder()
                .setJobId(job)
                .setCheckpointId(checkpoint)
                .setTables(List.of(TableCut.newBuilder()
                        .setTable("inventory")
                        .setSnapshotId(warehouse
                                .load(Tables.INVENTORY)
                                .currentSnapshot()
                                .snapshotId())
                        .setCompleteBefore(EVERYTHING)
                        .build()))
                .build();
    }
}
