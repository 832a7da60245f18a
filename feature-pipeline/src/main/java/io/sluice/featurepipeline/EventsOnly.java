package io.sluice.featurepipeline;

import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Lets events through and keeps back what is none: promises, which have become watermarks, and the watermark at the end of
 * time that a bounded source sends. The end of the input promises nothing: open sessions and immature labels wait for the
 * next data, so a bounded run writes what an unbounded one has written by then. At each barrier it says on the side how far
 * it has come.
 */
final class EventsOnly<T extends Timed> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
    static final OutputTag<SourceMark> MARKS = new OutputTag<>("source-marks", TypeInformation.of(SourceMark.class));
    private static final long serialVersionUID = 1;

    private final String topic;
    private transient TreeMap<Integer, Long> nextOffsets;

    EventsOnly(String topic) {
        this.topic = topic;
    }

    @Override
    public void open() throws Exception {
        super.open();
        nextOffsets = new TreeMap<>();
    }

    @Override
    public void processElement(StreamRecord<T> record) {
        T value = record.getValue();
        nextOffsets.put(value.partition(), value.offset() + 1);
        if (!value.promise()) {
            output.collect(record);
        }
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        if (watermark.getTimestamp() < Long.MAX_VALUE) {
            super.processWatermark(watermark);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        nextOffsets.forEach((partition, next) ->
                output.collect(MARKS, new StreamRecord<>(new SourceMark(topic + "-" + partition, next))));
        nextOffsets.clear();
    }
}
