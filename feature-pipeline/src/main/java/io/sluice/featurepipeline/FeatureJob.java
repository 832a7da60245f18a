package io.sluice.featurepipeline;

import io.sluice.schemas.Topics;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The whole job: clean topics in, tables and cuts out. */
public final class FeatureJob {
    private final StreamExecutionEnvironment environment;
    private final String bootstrapServers;
    private final Topics topics;
    private final Path warehouse;
    private final FeatureJobConfig config;

    private FeatureJob(
            StreamExecutionEnvironment environment,
            String bootstrapServers,
            Topics topics,
            Path warehouse,
            FeatureJobConfig config) {
        this.environment = environment;
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.warehouse = warehouse;
        this.config = config;
    }

    /** Adds the job to {@code environment}; creates the tables if need be. */
    public static void build(
            StreamExecutionEnvironment environment,
            String bootstrapServers,
            Topics topics,
            Path warehouse,
            FeatureJobConfig config) {
        new FeatureJob(environment, bootstrapServers, topics, warehouse, config).assemble();
    }

    private void assemble() {
        environment.setParallelism(config.parallelism());
        FeatureTables.Marks marks = FeatureTables.write(
                source("behavior", topics.behaviorClean(), CleanRecords.behavior()),
                source("inventory", topics.inventoryClean(), CleanRecords.inventory()),
                topics,
                warehouse,
                config);
        marks.tables()
                .connect(marks.sources())
                .transform("cuts", Types.BOOLEAN, new CutPublisher(announcements()))
                .uid("cuts")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .uid("cuts-end")
                .setParallelism(1);
    }

    private CutAnnouncer.Settings announcements() {
        return new CutAnnouncer.Settings(bootstrapServers, topics.trainingSnapshots(), warehouse.toString());
    }

    private <T extends Timed> DataStream<T> source(String name, String topic, CleanRecords<T> records) {
        KafkaSource<T> source = KafkaSource.<T>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(topic)
                .setGroupId(topics.prefix() + "sluice-features")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(records)
                .setProperty("isolation.level", "read_committed")
                .build();
        return environment
                .fromSource(source, PromisedWatermarks.strategy(), name)
                .uid(name + "-source");
    }
}
