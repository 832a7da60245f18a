package io.sluice.featurepipeline;

import io.sluice.features.ExampleFeatures;
import io.sluice.features.ItemTally;
import io.sluice.features.ItemTrend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds the item's side to examples: what all shoppers together had done with the item before it was shown. A label is
 * decided one click window after the impression, so tallies wait for that long before they are counted: when a shown item
 * comes, the item stands no later than it did at the impression.
 *
 * <p>State ends: examples that may be revised go with their purchase window, counts with {@link ItemTrend#MEMORY}.
 */
final class ItemSide extends KeyedCoProcessFunction<String, ItemTally, ShownItem, ExampleRow> {
    private static final long TIDY_MILLIS = Duration.ofHours(6).toMillis();
    private static final Comparator<ShownItem> ORDER = Comparator.comparingLong(ShownItem::dueMillis)
            .thenComparing(ShownItem::example)
            .thenComparingInt(ShownItem::revision);

    private final long clickMillis;
    private final long purchaseMillis;
    private transient ValueState<ItemTrend> trend;
    private transient MapState<Long, ItemTally> tallies;
    private transient MapState<String, ShownItem> waiting;
    private transient MapState<String, ExampleRow> revisable;

    ItemSide(LabelConfig labels) {
        clickMillis = labels.clickWindow().toMillis();
        purchaseMillis = labels.purchaseWindow().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        trend = getRuntimeContext().getState(new ValueStateDescriptor<>("trend", TypeInformation.of(ItemTrend.class)));
        tallies = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("tallies", Types.LONG, TypeInformation.of(ItemTally.class)));
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", Types.STRING, TypeInformation.of(ShownItem.class)));
        revisable = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("revisable", Types.STRING, TypeInformation.of(ExampleRow.class)));
    }

    @Override
    public void processElement1(ItemTally tally, Context context, Collector<ExampleRow> out) throws Exception {
        ItemTally part = tallies.get(tally.step());
        tallies.put(tally.step(), part == null ? tally : part.plus(tally));
        context.timerService().registerEventTimeTimer(tidyAfter(tally.endMillis() + clickMillis));
        context.timerService().registerEventTimeTimer(tidyAfter(tally.endMillis() + ItemTrend.MEMORY.toMillis()));
    }

    private static long tidyAfter(long millis) {
        return (Math.floorDiv(millis - 1, TIDY_MILLIS) + 1) * TIDY_MILLIS;
    }

    @Override
    public void processElement2(ShownItem shown, Context context, Collector<ExampleRow> out) throws Exception {
        waiting.put(shown.example() + '\n' + shown.revision(), shown);
        context.timerService().registerEventTimeTimer(shown.dueMillis());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ExampleRow> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        List<ShownItem> due = due(watermark);
        boolean tidy = timestamp % TIDY_MILLIS == 0;
        if (due.isEmpty() && !tidy) {
            return;
        }
        Counted counted = new Counted();
        for (ShownItem shown : due) {
            waiting.remove(shown.example() + '\n' + shown.revision());
            if (shown.revision() == 0) {
                counted.before(ItemTally.step(shown.timeMillis()));
                decided(shown, counted.trend, context, out);
            } else {
                revised(shown, out);
            }
        }
        counted.before(ItemTally.step(watermark - clickMillis));
        counted.keep(watermark);
        if (tidy) {
            forget(watermark);
        }
    }

    private List<ShownItem> due(long watermark) throws Exception {
        List<ShownItem> due = new ArrayList<>();
        for (ShownItem shown : waiting.values()) {
            if (shown.dueMillis() <= watermark) {
                due.add(shown);
            }
        }
        due.sort(ORDER);
        return due;
    }

    private void decided(ShownItem shown, ItemTrend now, OnTimerContext context, Collector<ExampleRow> out)
            throws Exception {
        float[] features = ExampleFeatures.joined(shown.features(), ExampleFeatures.ofItem(now, shown.timeMillis()));
        ExampleRow row = new ExampleRow(shown, features);
        out.collect(row);
        if (shown.stage() == Stage.CLICKED || shown.stage() == Stage.CARTED) {
            revisable.put(shown.example(), row);
            context.timerService().registerEventTimeTimer(tidyAfter(shown.timeMillis() + purchaseMillis + 1));
        }
    }

    private void revised(ShownItem later, Collector<ExampleRow> out) throws Exception {
        ExampleRow row = revisable.get(later.example());
        if (row == null) {
            throw new IllegalStateException("revision " + later.revision() + " of an example that was never decided: "
                    + later.impressionId() + ", item " + later.item());
        }
        ExampleRow revised = row.revised(later);
        revisable.put(later.example(), revised);
        out.collect(revised);
    }

    private void forget(long watermark) throws Exception {
        List<String> over = new ArrayList<>();
        for (Map.Entry<String, ExampleRow> entry : revisable.entries()) {
            if (entry.getValue().shown().timeMillis() + purchaseMillis < watermark) {
                over.add(entry.getKey());
            }
        }
        for (String example : over) {
            revisable.remove(example);
        }
    }

    /** The item's counts while they move on, and the tallies still to be counted. */
    private final class Counted {
        private final TreeMap<Long, ItemTally> ahead = new TreeMap<>();
        private ItemTrend trend;

        private Counted() throws Exception {
            ItemTrend held = ItemSide.this.trend.value();
            trend = held == null ? ItemTrend.NONE : held;
            for (Map.Entry<Long, ItemTally> tally : tallies.entries()) {
                ahead.put(tally.getKey(), tally.getValue());
            }
        }

        private void before(long step) throws Exception {
            while (!ahead.isEmpty() && ahead.firstKey() < step) {
                ItemTally next = ahead.pollFirstEntry().getValue();
                tallies.remove(next.step());
                trend = trend.after(next);
            }
        }

        private void keep(long watermark) throws Exception {
            boolean forgotten = trend.step() > Long.MIN_VALUE
                    && ItemTally.end(trend.step()) + ItemTrend.MEMORY.toMillis() <= watermark - clickMillis;
            if (forgotten || trend.step() == Long.MIN_VALUE) {
                ItemSide.this.trend.clear();
            } else {
                ItemSide.this.trend.update(trend);
            }
        }
    }
}
