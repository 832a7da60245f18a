package io.sluice.featurepipeline;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks from promises and from nothing else: never from event times, never from the wall clock. One per partition; the
 * source takes the least of them, so a partition that has not promised holds everything back, as it must.
 */
final class PromisedWatermarks<T extends Timed> implements WatermarkGenerator<T> {
    static <T extends Timed> WatermarkStrategy<T> strategy() {
        return WatermarkStrategy.<T>forGenerator(context -> new PromisedWatermarks<>())
                .withTimestampAssigner((record, ignored) -> record.timeMillis());
    }

    @Override
    public void onEvent(T record, long timestamp, WatermarkOutput output) {
        if (record.promise()) {
            // A watermark of t says that nothing at or before t follows; a promise, that nothing before its bound does.
            output.emitWatermark(new Watermark(record.timeMillis() - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Time passing proves nothing.
    }
}
