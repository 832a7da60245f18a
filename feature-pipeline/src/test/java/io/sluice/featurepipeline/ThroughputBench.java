package io.sluice.featurepipeline;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.dataset.Tables;
import io.sluice.dataset.Warehouse;
import io.sluice.features.ExampleFeatures;
import io.sluice.features.Offer;
import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Promise;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * The job against one that does nothing: the same encoded events from memory, decoding, shuffles, checkpoints, sinks and
 * about as many rows, but no join, no sessions, no features, no labels. Started by infra/bench/pipeline; not a test.
 */
final class ThroughputBench {
    /** A codec belongs to one thread. */
    private static final ThreadLocal<WireCodec> CODEC = ThreadLocal.withInitial(WireCodec::new);

    private static List<byte[]> behavior = List.of();
    private static List<byte[]> inventory = List.of();

    private ThroughputBench() {}

    /** Arguments: impressions, rounds, file for the JSON. */
    public static void main(String[] arguments) throws Exception {
        int lists = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        encode(ShopLog.of(1, lists, lists / 12, 400));
        List<Run> runs = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            for (Job job : Job.values()) {
                Run run = run(job);
                // The first round warms up.
                if (round > 0) {
                    runs.add(run);
                }
                System.out.println((round == 0 ? "warm-up " : "") + run);
            }
        }
        double wall = median(runs, Job.NOTHING, Run::wallSeconds) / median(runs, Job.WHOLE, Run::wallSeconds);
        double cpu = median(runs, Job.NOTHING, Run::cpuSeconds) / median(runs, Job.WHOLE, Run::cpuSeconds);
        String json = String.format(
                Locale.ROOT,
                "{\"events\": %d, \"rounds\": %d, \"throughputOfDoNothing\": {\"wall\": %.3f, \"cpu\": %.3f},"
                        + " \"eventsPerSecond\": {\"whole\": %.0f, \"nothing\": %.0f, \"pass\": %.0f},"
                        + " \"cpuMicrosPerEvent\": {\"whole\": %.1f, \"nothing\": %.1f, \"pass\": %.1f}}%n",
                behavior.size(),
                rounds,
                wall,
                cpu,
                behavior.size() / median(runs, Job.WHOLE, Run::wallSeconds),
                behavior.size() / median(runs, Job.NOTHING, Run::wallSeconds),
                behavior.size() / median(runs, Job.PASS, Run::wallSeconds),
                1e6 * median(runs, Job.WHOLE, Run::cpuSeconds) / behavior.size(),
                1e6 * median(runs, Job.NOTHING, Run::cpuSeconds) / behavior.size(),
                1e6 * median(runs, Job.PASS, Run::cpuSeconds) / behavior.size());
        Files.writeString(Path.of(arguments[2]), json);
        System.out.print(json);
    }

    private enum Job {
        WHOLE,
        NOTHING,
        PASS
    }

    private record Run(Job job, double wallSeconds, double cpuSeconds, long interactions, long examples) {}

    private static double median(List<Run> runs, Job job, java.util.function.ToDoubleFunction<Run> value) {
        double[] sorted = runs.stream()
                .filter(run -> run.job == job)
                .mapToDouble(value)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static Run run(Job job) throws Exception {
        Path warehouse = Files.createTempDirectory("throughput");
        Configuration settings = JobRun.settings(Duration.ofSeconds(1));
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                warehouse
                        .resolveSibling(warehouse.getFileName() + "-checkpoints")
                        .toUri()
                        .toString());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
        DataStream<ShopEvent> events = source(environment, index -> behavior.get(index.intValue()), behavior.size())
                .map(bytes -> CODEC.get()
                        .decode(bytes)
                        .match(
                                record -> record instanceof Promise promise
                                        ? ShopEvent.of(promise, 0, 0)
                                        : ShopEvent.of((BehaviorEvent) record, 0, 0),
                                (reason, detail) -> {
                                    throw new IllegalStateException(detail);
                                }))
                .returns(TypeInformation.of(ShopEvent.class))
                .assignTimestampsAndWatermarks(PromisedWatermarks.strategy());
        DataStream<InventoryChange> changes = source(
                        environment, index -> inventory.get(index.intValue()), inventory.size())
                .map(bytes -> CODEC.get()
                        .decode(bytes)
                        .match(
                                record -> record instanceof Promise promise
                                        ? InventoryChange.of(promise, 0, 0)
                                        : InventoryChange.of((InventoryEvent) record, 0, 0),
                                (reason, detail) -> {
                                    throw new IllegalStateException(detail);
                                }))
                .returns(TypeInformation.of(InventoryChange.class))
                .assignTimestampsAndWatermarks(PromisedWatermarks.strategy());
        FeatureJobConfig config = FeatureJobConfig.DEFAULTS;
        if (job == Job.WHOLE) {
            FeatureTables.write(events, changes, Topics.DEFAULTS, warehouse, config)
                    .tables()
                    .sinkTo(new DiscardingSink<>());
        } else {
            nothing(events, changes, warehouse, config, job == Job.NOTHING);
        }
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = machine.getProcessCpuTime();
        long wall = environment.execute(job.name()).getNetRuntime();
        cpu = machine.getProcessCpuTime() - cpu;
        try (Warehouse open = Warehouse.open(warehouse)) {
            return new Run(job, wall / 1e3, cpu / 1e9, rows(open, Tables.INTERACTIONS), rows(open, Tables.EXAMPLES));
        }
    }

    private static long rows(Warehouse warehouse, Tables table) {
        var snapshot = warehouse.load(table).currentSnapshot();
        return snapshot == null ? 0 : Long.parseLong(snapshot.summary().get("total-records"));
    }

    private static DataStream<byte[]> source(
            StreamExecutionEnvironment environment, GeneratorFunction<Long, byte[]> bytes, int count) {
        return environment.fromSource(
                new DataGeneratorSource<>(bytes, count, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO),
                WatermarkStrategy.noWatermarks(),
                "memory");
    }

    /** @param shuffles whether rows take the same ways, or go straight to the tables */
    private static void nothing(
            DataStream<ShopEvent> events,
            DataStream<InventoryChange> changes,
            Path directory,
            FeatureJobConfig config,
            boolean shuffles) {
        SingleOutputStreamOperator<ShopEvent> clean =
                events.transform("behavior-events", TypeInformation.of(ShopEvent.class), new EventsOnly<>("behavior"));
        SingleOutputStreamOperator<InventoryChange> said = changes.transform(
                "inventory-events", TypeInformation.of(InventoryChange.class), new EventsOnly<>("inventory"));
        try (Warehouse warehouse = Warehouse.open(directory)) {
            FeatureTables tables = new FeatureTables(warehouse, config);
            if (!shuffles) {
                tables.table(
                                Tables.INTERACTIONS,
                                clean.filter(ShopEvent::isInteraction)
                                        .map(event -> InteractionRow.of(event, 0, "s", Offer.UNKNOWN))
                                        .returns(TypeInformation.of(InteractionRow.class)),
                                TableRows::of,
                                Duration.ZERO)
                        .rebalance()
                        .sinkTo(new DiscardingSink<>());
                return;
            }
            SingleOutputStreamOperator<InteractionRow> rows = clean.keyBy(ShopEvent::user)
                    .connect(said.broadcast(ShopperSide.INVENTORY))
                    .process(new Straight())
                    .returns(TypeInformation.of(InteractionRow.class));
            DataStream<ExampleRow> examples = rows.getSideOutput(ShopperSide.SHOWN)
                    .keyBy(ShownItem::item)
                    .map(shown -> new ExampleRow(shown, new float[ExampleFeatures.width()]))
                    .returns(TypeInformation.of(ExampleRow.class));
            tables.table(Tables.INTERACTIONS, rows, TableRows::of, Duration.ZERO)
                    .union(
                            tables.table(Tables.INVENTORY, said, TableRows::of, Duration.ZERO),
                            tables.table(Tables.EXAMPLES, examples, TableRows::of, Duration.ZERO))
                    .sinkTo(new DiscardingSink<>());
        }
    }

    /** A row for each event and for every list about as many examples as the job keeps. */
    private static final class Straight
            extends KeyedBroadcastProcessFunction<String, ShopEvent, InventoryChange, InteractionRow> {
        private static final long serialVersionUID = 1;

        @Override
        public void processElement(ShopEvent event, ReadOnlyContext context, Collector<InteractionRow> out) {
            if (event.isInteraction()) {
                out.collect(InteractionRow.of(event, 0, "s", Offer.UNKNOWN));
            }
            // The job keeps about four examples of each of these lists.
            int kept = event.isImpression() ? 4 : 0;
            for (int place = 0; place < kept; place++) {
                context.output(
                        ShopperSide.SHOWN,
                        new ShownItem(
                                event.eventId(),
                                event.user(),
                                "s",
                                event.items()[place],
                                place + 1,
                                event.timeMillis(),
                                event.timeMillis(),
                                event.timeMillis(),
                                0,
                                Stage.PASSED_OVER,
                                1,
                                new float[26]));
            }
        }

        @Override
        public void processBroadcastElement(InventoryChange change, Context context, Collector<InteractionRow> out) {}
    }

    private static void encode(ShopLog log) {
        List<byte[]> events = new ArrayList<>();
        long next = ShopLog.START;
        for (ShopEvent event : log.events()) {
            while (event.timeMillis() >= next) {
                events.add(promise(next));
                next += Duration.ofMinutes(30).toMillis();
            }
            events.add(CODEC.get().encode(encoded(event)));
        }
        events.add(promise(log.end()));
        behavior = events;
        List<byte[]> changes = new ArrayList<>();
        for (InventoryChange change : log.changes()) {
            changes.add(CODEC.get()
                    .encode(InventoryEvent.newBuilder()
                            .setEventId(change.eventId())
                            .setEventTime(Instant.ofEpochMilli(change.timeMillis()))
                            .setArrival(Instant.ofEpochMilli(change.arrivalMillis()))
                            .setItemId(change.item())
                            .setPriceMinor(change.priceMinor())
                            .setStock(change.stock())
                            .setCategoryPath(change.category())
                            .build()));
        }
        changes.add(promise(log.end()));
        inventory = changes;
    }

    private static byte[] promise(long before) {
        return CODEC.get()
                .encode(Promise.newBuilder()
                        .setBefore(Instant.ofEpochMilli(before))
                        .build());
    }

    private static BehaviorEvent encoded(ShopEvent event) {
        List<ItemRef> items = new ArrayList<>();
        for (String item : event.items()) {
            items.add(ItemRef.newBuilder()
                    .setItemId(item)
                    .setPosition(event.action() == Action.IMPRESSION ? Integer.valueOf(items.size() + 1) : null)
                    .build());
        }
        return BehaviorEvent.newBuilder()
                .setEventId(event.eventId())
                .setEventTime(Instant.ofEpochMilli(event.timeMillis()))
                .setArrival(Instant.ofEpochMilli(event.arrivalMillis()))
                .setUserKey(event.user())
                .setAction(event.action())
                .setItems(items)
                .build();
    }
}
