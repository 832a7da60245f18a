package io.sluice.featurepipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Collects the tables' marks and, once a checkpoint is complete, has its cut published. The marks of a checkpoint are part
 * of that checkpoint: after a crash its cut is derived again from them, never guessed. Runs with parallelism 1.
 */
final class CutPublisher extends AbstractStreamOperator<Boolean>
        implements TwoInputStreamOperator<Mark, SourceMark, Boolean> {
    private static final long serialVersionUID = 1;

    private final CutAnnouncer.Settings settings;
    private transient ListState<PendingCut> stored;
    private transient SortedMap<String, PendingCut> tables;
    private transient ListState<SourceMark> storedOffsets;
    private transient SortedMap<String, Long> offsets;
    private transient NavigableMap<Long, Taking> taken;
    private transient CutAnnouncer announcer;

    /** What a checkpoint holds. */
    private record Taking(List<PendingCut> tables, SortedMap<String, Long> offsets) {}

    CutPublisher(CutAnnouncer.Settings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        stored = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("tables", TypeInformation.of(PendingCut.class)));
        storedOffsets = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("offsets", TypeInformation.of(SourceMark.class)));
        offsets = new TreeMap<>();
        for (SourceMark mark : storedOffsets.get()) {
            offsets.merge(mark.partition(), mark.nextOffset(), Math::max);
        }
        tables = new TreeMap<>();
        taken = new TreeMap<>();
        for (PendingCut table : stored.get()) {
            tables.put(table.table(), table);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        announcer = CutAnnouncer.start(settings);
        if (!tables.isEmpty()) {
            announcer.announce(List.copyOf(tables.values()), new TreeMap<>(offsets));
        }
    }

    @Override
    public void processElement1(StreamRecord<Mark> record) {
        announcer.rethrow();
        Mark mark = record.getValue();
        String job = getRuntimeContext().getJobInfo().getJobId().toHexString();
        PendingCut before = tables.get(mark.table());
        boolean first = before == null
                || before.checkpoint() != mark.checkpoint()
                || !before.job().equals(job);
        // Several writers of one table: the least complete of them counts.
        long completeBefore = first
                ? mark.completeBeforeMillis()
                : Math.min(before.completeBeforeMillis(), mark.completeBeforeMillis());
        boolean keepsOlderRows = !mark.wroteRows() && before != null;
        tables.put(
                mark.table(),
                new PendingCut(
                        job,
                        mark.checkpoint(),
                        mark.table(),
                        completeBefore,
                        mark.wroteRows() ? job : keepsOlderRows ? before.writtenJob() : "",
                        mark.wroteRows() ? mark.checkpoint() : keepsOlderRows ? before.writtenCheckpoint() : 0));
    }

    @Override
    public void processElement2(StreamRecord<SourceMark> record) {
        offsets.merge(record.getValue().partition(), record.getValue().nextOffset(), Math::max);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<PendingCut> now = new ArrayList<>(tables.values());
        stored.update(now);
        List<SourceMark> read = new ArrayList<>();
        offsets.forEach((partition, next) -> read.add(new SourceMark(partition, next)));
        storedOffsets.update(read);
        taken.put(context.getCheckpointId(), new Taking(now, new TreeMap<>(offsets)));
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        Taking complete = taken.get(checkpoint);
        if (complete != null && !complete.tables().isEmpty()) {
            announcer.announce(complete.tables(), complete.offsets());
        }
        taken.headMap(checkpoint, true).clear();
    }

    @Override
    public void close() throws Exception {
        if (announcer != null) {
            announcer.close();
        }
        super.close();
    }
}
