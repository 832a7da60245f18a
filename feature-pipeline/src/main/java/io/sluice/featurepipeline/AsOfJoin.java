package io.sluice.featurepipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Joins each user's events with the inventory as of the moment they happened, and finds their sessions.
 *
 * <p>Events wait until the watermark of both inputs has passed them and are then taken in the order of (event time, event
 * id): whatever could have been known of the inventory is there, and the order of delivery has no say. State ends with
 * the session: a timer one gap after its last event clears it.
 */
final class AsOfJoin extends KeyedBroadcastProcessFunction<String, ShopEvent, InventoryChange, InteractionRow> {
    static final MapStateDescriptor<String, ItemHistory> INVENTORY =
            new MapStateDescriptor<>("inventory", Types.STRING, TypeInformation.of(ItemHistory.class));
    private static final Comparator<ShopEvent> ORDER =
            Comparator.comparingLong(ShopEvent::timeMillis).thenComparing(ShopEvent::eventId);

    private final long gapMillis;
    private final long futureSkewMillis;
    private transient MapState<String, ShopEvent> waiting;
    private transient ValueState<OpenSession> session;

    /**
     * @param gap a pause of this length or more ends a session
     * @param futureSkew how far an event's time may lie after its arrival
     */
    AsOfJoin(Duration gap, Duration futureSkew) {
        this.gapMillis = gap.toMillis();
        this.futureSkewMillis = futureSkew.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", Types.STRING, TypeInformation.of(ShopEvent.class)));
        session = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("session", TypeInformation.of(OpenSession.class)));
    }

    @Override
    public void processElement(ShopEvent event, ReadOnlyContext context, Collector<InteractionRow> out)
            throws Exception {
        if (event.timeMillis() <= context.currentWatermark()) {
            throw new IllegalStateException("event " + event.eventId() + " at " + event.timeMillis()
                    + " follows a promise up to " + context.currentWatermark()
                    + "; ingestion decides what is too late, so this is a bug there");
        }
        waiting.put(event.eventId(), event);
        context.timerService().registerEventTimeTimer(event.timeMillis());
    }

    @Override
    public void processBroadcastElement(InventoryChange change, Context context, Collector<InteractionRow> out)
            throws Exception {
        BroadcastState<String, ItemHistory> inventory = context.getBroadcastState(INVENTORY);
        ItemHistory history = inventory.get(change.item());
        ItemHistory more = (history == null ? ItemHistory.EMPTY : history).with(change);
        long watermark = context.currentWatermark();
        inventory.put(change.item(), watermark == Long.MIN_VALUE ? more : more.pruned(watermark - futureSkewMillis));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<InteractionRow> out) throws Exception {
        for (ShopEvent event : due(context.currentWatermark())) {
            waiting.remove(event.eventId());
            OpenSession open = OpenSession.after(session.value(), event.user(), event.timeMillis(), gapMillis);
            session.update(open);
            context.timerService().registerEventTimeTimer(event.timeMillis() + gapMillis);
            emit(event, open, context.getBroadcastState(INVENTORY), out);
        }
        OpenSession open = session.value();
        if (open != null && waiting.isEmpty() && context.currentWatermark() >= open.lastMillis() + gapMillis) {
            session.clear();
        }
    }

    private List<ShopEvent> due(long watermark) throws Exception {
        List<ShopEvent> due = new ArrayList<>();
        for (ShopEvent event : waiting.values()) {
            if (event.timeMillis() <= watermark) {
                due.add(event);
            }
        }
        due.sort(ORDER);
        return due;
    }

    private static void emit(
            ShopEvent event,
            OpenSession session,
            ReadOnlyBroadcastState<String, ItemHistory> inventory,
            Collector<InteractionRow> out)
            throws Exception {
        for (int ordinal = 0; ordinal < event.items().length; ordinal++) {
            String item = event.items()[ordinal];
            ItemHistory held = inventory.get(item);
            ItemHistory history = held == null ? ItemHistory.EMPTY : held;
            long stated = event.prices()[ordinal];
            out.collect(new InteractionRow(
                    event.eventId(),
                    ordinal,
                    event.timeMillis(),
                    event.arrivalMillis(),
                    event.user(),
                    session.id(),
                    event.action(),
                    item,
                    event.quantities()[ordinal],
                    history.asOf(event, InventoryChange::priceMinor)
                            .orElse(stated == ShopEvent.NO_PRICE ? null : Long.valueOf(stated)),
                    history.asOf(event, InventoryChange::available).orElse(null),
                    history.asOf(event, InventoryChange::stock).orElse(null),
                    history.asOf(event, InventoryChange::category).orElse(""),
                    event.device()));
        }
    }
}
