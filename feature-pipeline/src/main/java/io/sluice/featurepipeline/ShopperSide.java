package io.sluice.featurepipeline;

import io.sluice.features.Deed;
import io.sluice.features.ExampleFeatures;
import io.sluice.features.Offer;
import io.sluice.features.OfferHistory;
import io.sluice.features.Shopper;
import io.sluice.features.Showing;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Follows each shopper: joins events with the inventory as of the moment they happened, finds sessions, remembers what the
 * features need and tells what became of what was shown.
 *
 * <p>Events wait until the watermark of both inputs has passed them and are then taken in the order of (event time, event
 * id): whatever could have been known of the inventory is there, and the order of delivery has no say. The features'
 * memory takes an event at the moment by which it had both happened and arrived, after everything that asks at that moment.
 * State ends: with the session, with the purchase window, and with {@link Shopper#MEMORY}.
 */
final class ShopperSide extends KeyedBroadcastProcessFunction<String, ShopEvent, InventoryChange, InteractionRow> {
    static final OutputTag<ShownItem> SHOWN = new OutputTag<>("shown", TypeInformation.of(ShownItem.class));
    static final MapStateDescriptor<String, OfferHistory> INVENTORY =
            new MapStateDescriptor<>("inventory", Types.STRING, TypeInformation.of(OfferHistory.class));
    private static final long TIDY_MILLIS = Duration.ofDays(1).toMillis();

    private final long gapMillis;
    private final long futureSkewMillis;
    private final LabelConfig labels;
    private transient MapState<String, ShopEvent> waiting;
    private transient MapState<String, Deed> arriving;
    private transient ValueState<OpenSession> session;
    private transient ValueState<byte[]> shopper;
    private transient ValueState<Journey> journey;

    /**
     * @param gap a pause of this length or more ends a session
     * @param futureSkew how far an event's time may lie after its arrival
     */
    ShopperSide(Duration gap, Duration futureSkew, LabelConfig labels) {
        this.gapMillis = gap.toMillis();
        this.futureSkewMillis = futureSkew.toMillis();
        this.labels = labels;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", Types.STRING, TypeInformation.of(ShopEvent.class)));
        arriving = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("arriving", Types.STRING, TypeInformation.of(Deed.class)));
        session = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("session", TypeInformation.of(OpenSession.class)));
        shopper = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("shopper", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        journey =
                getRuntimeContext().getState(new ValueStateDescriptor<>("journey", TypeInformation.of(Journey.class)));
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
        BroadcastState<String, OfferHistory> inventory = context.getBroadcastState(INVENTORY);
        OfferHistory history = inventory.get(change.item());
        OfferHistory more = (history == null ? OfferHistory.EMPTY : history).with(change.statement());
        long watermark = context.currentWatermark();
        // Lists ask for offers as of their impression when their click window has passed.
        long settled = watermark - futureSkewMillis - labels.clickWindow().toMillis();
        inventory.put(change.item(), watermark == Long.MIN_VALUE ? more : more.pruned(settled));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<InteractionRow> out) throws Exception {
        new Moments(context, out).pass(context.currentWatermark());
        forget(context.currentWatermark());
    }

    private void forget(long watermark) throws Exception {
        OpenSession open = session.value();
        if (open != null && waiting.isEmpty() && watermark >= open.lastMillis() + gapMillis) {
            session.clear();
        }
        byte[] remembered = shopper.value();
        if (remembered != null && Shopper.of(remembered).at(watermark).isNew()) {
            shopper.clear();
        }
    }

    /**
     * Something to do at a moment.
     *
     * @param deed what to remember; null if {@code event} is to be handled
     */
    private record Step(long at, String eventId, ShopEvent event, Deed deed) {
        private static final Comparator<Step> ORDER = Comparator.comparingLong(Step::at)
                .thenComparing(step -> step.deed != null)
                .thenComparing(Step::eventId);
    }

    /** One shopper's moments that the watermark has passed, in their order. */
    private final class Moments implements Attribution.Listener {
        private final OnTimerContext context;
        private final Collector<InteractionRow> out;
        private final ReadOnlyBroadcastState<String, OfferHistory> inventory;
        private final PriorityQueue<Step> steps = new PriorityQueue<>(Step.ORDER);
        private Attribution attribution;
        private Shopper known;

        private Moments(OnTimerContext context, Collector<InteractionRow> out) throws Exception {
            this.context = context;
            this.out = out;
            this.inventory = context.getBroadcastState(INVENTORY);
        }

        private void pass(long watermark) throws Exception {
            gather(watermark);
            Journey before = journey.value();
            if (steps.isEmpty() && before == null) {
                return;
            }
            attribution = new Attribution(labels, before == null ? Journey.NONE : before, this);
            byte[] remembered = shopper.value();
            known = remembered == null ? Shopper.NEW : Shopper.of(remembered);
            boolean learnt = false;
            while (!steps.isEmpty()) {
                Step step = steps.poll();
                if (step.deed == null) {
                    happened(step.event, watermark);
                } else {
                    known = known.at(step.at).after(step.deed);
                    learnt = true;
                }
            }
            attribution.matureBefore(watermark + 1);
            keep(learnt);
        }

        private void gather(long watermark) throws Exception {
            for (ShopEvent event : waiting.values()) {
                if (event.timeMillis() <= watermark) {
                    steps.add(new Step(event.timeMillis(), event.eventId(), event, null));
                }
            }
            for (Map.Entry<String, Deed> deed : arriving.entries()) {
                if (deed.getValue().momentMillis() <= watermark) {
                    steps.add(new Step(deed.getValue().momentMillis(), deed.getKey(), null, deed.getValue()));
                }
            }
            for (Step step : steps) {
                if (step.deed == null) {
                    waiting.remove(step.eventId);
                } else {
                    arriving.remove(step.eventId);
                }
            }
        }

        private void keep(boolean learnt) throws Exception {
            Journey after = attribution.journey();
            if (after.isOver()) {
                journey.clear();
            } else {
                journey.update(after);
            }
            if (learnt) {
                shopper.update(known.toBytes());
                long forgotten = known.latestMillis() + Shopper.MEMORY.toMillis();
                context.timerService()
                        .registerEventTimeTimer((Math.floorDiv(forgotten, TIDY_MILLIS) + 1) * TIDY_MILLIS);
            }
        }

        private void happened(ShopEvent event, long watermark) throws Exception {
            attribution.matureBefore(event.timeMillis());
            long moment = Deed.moment(event.timeMillis(), event.arrivalMillis());
            Deed deed = event.isImpression() ? shown(event, moment) : interacted(event, moment);
            if (moment <= watermark) {
                steps.add(new Step(moment, event.eventId(), null, deed));
            } else {
                arriving.put(event.eventId(), deed);
                context.timerService().registerEventTimeTimer(moment);
            }
        }

        private Deed shown(ShopEvent event, long moment) {
            attribution.shown(event, known.at(event.timeMillis()).toBytes());
            context.timerService()
                    .registerEventTimeTimer(
                            event.timeMillis() + labels.clickWindow().toMillis());
            return new Deed(moment, event.action(), new String[0], new long[0], new String[0]);
        }

        private Deed interacted(ShopEvent event, long moment) throws Exception {
            OpenSession open = OpenSession.after(session.value(), event.user(), event.timeMillis(), gapMillis);
            session.update(open);
            context.timerService().registerEventTimeTimer(event.timeMillis() + gapMillis);
            attribution.turnedTo(event);
            int size = event.items().length;
            Deed deed = new Deed(moment, event.action(), event.items(), new long[size], new String[size]);
            for (int ordinal = 0; ordinal < size; ordinal++) {
                Offer offer = offer(event.items()[ordinal], event);
                InteractionRow row = InteractionRow.of(event, ordinal, open.id(), offer);
                deed.prices()[ordinal] = row.priceMinor() == null ? Deed.NO_PRICE : row.priceMinor();
                deed.categories()[ordinal] = row.category();
                out.collect(row);
            }
            return deed;
        }

        private Offer offer(String item, ShopEvent event) {
            try {
                OfferHistory history = inventory.get(item);
                return history == null ? Offer.UNKNOWN : history.asOf(event.timeMillis(), event.arrivalMillis());
            } catch (Exception failure) {
                throw new IllegalStateException("the inventory of item " + item + " cannot be read", failure);
            }
        }

        @Override
        public void matured(OpenList list) {
            Choice choice = Choice.of(list, labels);
            Shopper then = Shopper.of(list.shopper());
            for (int place : choice.positive()) {
                emit(list, place, then, list.informed()[place], 1);
            }
            for (int place : choice.passedOver()) {
                emit(list, place, then, list.informedOfAll(), choice.weight());
            }
        }

        private void emit(OpenList list, int place, Shopper then, long informed, double weight) {
            ShopEvent event = list.event();
            String item = event.items()[place];
            Showing showing = new Showing(
                    event.timeMillis(), event.positions()[place], event.items().length, item, then, offer(item, event));
            context.output(
                    SHOWN,
                    new ShownItem(
                            event.eventId(),
                            event.user(),
                            event.user() + "-" + then.sessionStart(event.timeMillis()),
                            item,
                            event.positions()[place],
                            event.timeMillis(),
                            event.timeMillis() + labels.clickWindow().toMillis(),
                            informed,
                            0,
                            list.stages()[place],
                            weight,
                            ExampleFeatures.ofShowing(showing)));
        }

        @Override
        public void revised(Taken taken, long happenedMillis, long informedMillis) {
            context.output(
                    SHOWN,
                    new ShownItem(
                            taken.impressionId(),
                            context.getCurrentKey(),
                            "",
                            taken.item(),
                            0,
                            taken.timeMillis(),
                            happenedMillis,
                            informedMillis,
                            taken.revision(),
                            taken.stage(),
                            1,
                            new float[0]));
        }
    }
}
