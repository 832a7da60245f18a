package io.sluice.featurepipeline;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets events through and keeps back what is none: promises, which have become watermarks, and the watermark at the end of
 * time that a bounded source sends. The end of the input promises nothing: open sessions and immature labels wait for the
 * next data, so a bounded run writes what an unbounded one has written by then.
 */
final class EventsOnly<T extends Timed> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(StreamRecord<T> record) {
        if (!record.getValue().promise()) {
            output.collect(record);
        }
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        if (watermark.getTimestamp() < Long.MAX_VALUE) {
            super.processWatermark(watermark);
        }
    }
}
