package io.sluice.featurepipeline;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.Examples;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.Warehouse;
import io.sluice.schemas.Cut;
import io.sluice.schemas.Promise;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Runs the job over a log in a mini cluster, bounded, with promises at chosen moments; then reads its tables. */
record JobRun(Path warehouse, long end) {
    static final LabelConfig LABELS =
            new LabelConfig(Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(6), 2, 1, 7);

    /**
     * @param parallelism of everything behind the sources
     * @param promiseEvery a promise after so much event time; what lies between two promises is delivered shuffled
     * @param shuffleSeed the order of delivery
     */
    static JobRun of(ShopLog log, Path warehouse, int parallelism, Duration promiseEvery, long shuffleSeed)
            throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings(Duration.ofMillis(200)));
        FeatureJobConfig config = new FeatureJobConfig(
                parallelism, Duration.ofMillis(200), Duration.ofMinutes(30), Duration.ofMinutes(5), LABELS);
        FeatureTables.write(
                        source(
                                environment,
                                delivered(log.events(), log.end(), promiseEvery, shuffleSeed, JobRun::promise)
                                        .toArray(new ShopEvent[0])),
                        source(
                                environment,
                                delivered(log.changes(), log.end(), promiseEvery, shuffleSeed + 1, JobRun::promised)
                                        .toArray(new InventoryChange[0])),
                        Topics.DEFAULTS,
                        warehouse,
                        config)
                .tables()
                .sinkTo(new DiscardingSink<>());
        environment.execute();
        return new JobRun(warehouse, log.end());
    }

    static Configuration settings(Duration checkpoints) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoints);
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        return settings;
    }

    @SafeVarargs
    @SuppressWarnings({"varargs", "unchecked"})
    private static <T extends Timed> DataStream<T> source(StreamExecutionEnvironment environment, T... records) {
        Class<T> type = (Class<T>) records.getClass().getComponentType();
        return environment
                .fromData(TypeInformation.of(type), records)
                .setParallelism(1)
                .assignTimestampsAndWatermarks(PromisedWatermarks.strategy())
                .setParallelism(1);
    }

    private static <T extends Timed> List<T> delivered(
            List<T> log, long end, Duration every, long seed, LongFunction<T> promise) {
        List<T> delivered = new ArrayList<>();
        List<T> waiting = new ArrayList<>();
        Random random = new Random(seed);
        long next = ShopLog.START;
        List<T> sorted = new ArrayList<>(log);
        sorted.sort(Comparator.comparingLong(Timed::timeMillis));
        for (T record : sorted) {
            while (record.timeMillis() >= next) {
                Collections.shuffle(waiting, random);
                delivered.addAll(waiting);
                waiting.clear();
                delivered.add(promise.apply(next));
                next += every.toMillis();
            }
            waiting.add(record);
        }
        Collections.shuffle(waiting, random);
        delivered.addAll(waiting);
        delivered.add(promise.apply(end));
        return delivered;
    }

    private static ShopEvent promise(long before) {
        return ShopEvent.of(
                Promise.newBuilder().setBefore(Instant.ofEpochMilli(before)).build(), 0, 0);
    }

    private static InventoryChange promised(long before) {
        return InventoryChange.of(
                Promise.newBuilder().setBefore(Instant.ofEpochMilli(before)).build(), 0, 0);
    }

    Interactions interactions() {
        return read((reader, now) -> reader.interactions(now, range(end)));
    }

    /** Every example that was informed before a moment. */
    Examples examples(long informedBefore) {
        return read((reader, now) -> reader.examples(now, range(end), Instant.ofEpochMilli(informedBefore)));
    }

    private static TimeRange range(long end) {
        return new TimeRange(Instant.EPOCH, Instant.ofEpochMilli(end));
    }

    private <T> T read(BiFunction<CutReader, Cut, T> question) {
        try (Warehouse open = Warehouse.open(warehouse)) {
            return question.apply(new CutReader(open), open.now());
        }
    }
}
