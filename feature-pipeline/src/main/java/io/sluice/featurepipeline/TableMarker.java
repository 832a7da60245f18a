package io.sluice.featurepipeline;

import io.sluice.dataset.Tables;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Stands before a table's sink, lets rows through, and at each barrier says on the side how complete the table will be.
 *
 * <p>The watermark is kept in state: sources forget theirs in a restart, though what it promised is in the tables.
 */
final class TableMarker extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {
    private static final long serialVersionUID = 1;
    static final OutputTag<Mark> MARKS = new OutputTag<>("marks", TypeInformation.of(Mark.class));

    private final String table;
    private final long heldBackMillis;
    private transient ListState<Long> stored;
    private transient long completeBefore;
    private transient boolean wroteRows;

    /**
     * @param heldBack for how long behind the watermark rows may still come
     */
    TableMarker(Tables table, Duration heldBack) {
        this.table = table.label();
        this.heldBackMillis = heldBack.toMillis();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        stored = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("complete-before", Types.LONG));
        completeBefore = Long.MIN_VALUE;
        boolean any = false;
        long least = Long.MAX_VALUE;
        for (long before : stored.get()) {
            least = Math.min(least, before);
            any = true;
        }
        if (any) {
            completeBefore = least;
        }
    }

    @Override
    public void processElement(StreamRecord<RowData> row) {
        wroteRows = true;
        output.collect(row);
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        super.processWatermark(watermark);
        if (watermark.getTimestamp() < Long.MAX_VALUE && watermark.getTimestamp() > Long.MIN_VALUE) {
            completeBefore = Math.max(completeBefore, watermark.getTimestamp() + 1 - heldBackMillis);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        output.collect(MARKS, new StreamRecord<>(new Mark(table, checkpoint, completeBefore, wroteRows)));
        wroteRows = false;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        stored.update(List.of(completeBefore));
    }
}
