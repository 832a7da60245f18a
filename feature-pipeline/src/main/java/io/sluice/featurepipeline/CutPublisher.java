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
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Collects the tables' marks and, once a checkpoint is complete, has its cut published. The marks of a checkpoint are part
 * of that checkpoint: after a crash its cut is derived again from them, never guessed. Runs with parallelism 1.
 */
final class CutPublisher extends AbstractStreamOperator<Boolean> implements OneInputStreamOperator<Mark, Boolean> {
    private static final long serialVersionUID = 1;

    private final CutAnnouncer.Settings settings;
    private transient ListState<PendingCut> stored;
    private transient SortedMap<String, PendingCut> tables;
    private transient NavigableMap<Long, List<PendingCut>> taken;
    private transient CutAnnouncer announcer;

    CutPublisher(CutAnnouncer.Settings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        stored = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("tables", TypeInformation.of(PendingCut.class)));
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
            announcer.announce(List.copyOf(tables.values()));
        }
    }

    @Override
    public void processElement(StreamRecord<Mark> record) {
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
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<PendingCut> now = new ArrayList<>(tables.values());
        stored.update(now);
        taken.put(context.getCheckpointId(), now);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        List<PendingCut> complete = taken.get(checkpoint);
        if (complete != null && !complete.isEmpty()) {
            announcer.announce(complete);
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
