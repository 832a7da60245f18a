package io.sluice.featurepipeline;

import io.sluice.features.Deed;
import io.sluice.features.ItemTally;
import io.sluice.features.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts what happens with each item, beside the source, so that one small record per item and step travels on and not one
 * per item shown. Counts of whole numbers add up to the same in any order and at any parallelism.
 */
final class ItemTallies extends AbstractStreamOperator<ItemTally>
        implements OneInputStreamOperator<ShopEvent, ItemTally> {
    private static final long serialVersionUID = 1;

    private transient ListState<ItemTally> stored;
    private transient TreeMap<Long, Map<String, int[]>> steps;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        stored = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("tallies", TypeInformation.of(ItemTally.class)));
        steps = new TreeMap<>();
        for (ItemTally tally : stored.get()) {
            int[] counts = counts(tally.step(), tally.item());
            counts[0] += tally.shown();
            counts[1] += tally.engaged();
            counts[2] += tally.carted();
            counts[3] += tally.bought();
        }
    }

    private int[] counts(long step, String item) {
        return steps.computeIfAbsent(step, ignored -> new HashMap<>()).computeIfAbsent(item, ignored -> new int[4]);
    }

    @Override
    public void processElement(StreamRecord<ShopEvent> record) {
        ShopEvent event = record.getValue();
        Optional<Kind> kind = Kind.of(event.action());
        if (kind.isPresent()) {
            long step = ItemTally.step(Deed.moment(event.timeMillis(), event.arrivalMillis()));
            for (String item : event.items()) {
                counts(step, item)[kind.get().ordinal()]++;
            }
        }
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        while (!steps.isEmpty() && ItemTally.end(steps.firstKey()) <= watermark.getTimestamp()) {
            tallies(steps.firstEntry()).forEach(tally -> output.collect(new StreamRecord<>(tally, tally.endMillis())));
            steps.pollFirstEntry();
        }
        super.processWatermark(watermark);
    }

    private static List<ItemTally> tallies(Map.Entry<Long, Map<String, int[]>> step) {
        List<ItemTally> tallies = new ArrayList<>();
        step.getValue()
                .forEach((item, counts) ->
                        tallies.add(new ItemTally(item, step.getKey(), counts[0], counts[1], counts[2], counts[3])));
        return tallies;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<ItemTally> all = new ArrayList<>();
        steps.entrySet().forEach(step -> all.addAll(tallies(step)));
        stored.update(all);
    }
}
