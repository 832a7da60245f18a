package io.sluice.featurepipeline;

import io.sluice.dataset.Tables;
import io.sluice.dataset.Warehouse;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;

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
        DataStream<InventoryChange> inventory = source("inventory", topics.inventoryClean(), CleanRecords.inventory());
        DataStream<ShopEvent> behavior = source("behavior", topics.behaviorClean(), CleanRecords.behavior());

        SingleOutputStreamOperator<InteractionRow> interactions = behavior.filter(ShopEvent::isInteraction)
                .uid("interactions-only")
                .keyBy(ShopEvent::user)
                .connect(inventory.broadcast(AsOfJoin.INVENTORY))
                .process(new AsOfJoin(config.sessionGap(), config.futureSkew()))
                .returns(TypeInformation.of(InteractionRow.class))
                .name("as-of-join")
                .uid("as-of-join");

        try (Warehouse opened = Warehouse.open(warehouse)) {
            DataStream<Mark> marks = table(
                            Tables.INTERACTIONS,
                            rows(Tables.INTERACTIONS, interactions, FeatureJob::row),
                            opened.catalogProperties())
                    .union(table(
                            Tables.INVENTORY,
                            rows(Tables.INVENTORY, inventory, FeatureJob::row),
                            opened.catalogProperties()));
            marks.transform("cuts", Types.BOOLEAN, new CutPublisher(announcements()))
                    .uid("cuts")
                    .setParallelism(1)
                    .sinkTo(new DiscardingSink<>())
                    .uid("cuts-end")
                    .setParallelism(1);
        }
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
                .uid(name + "-source")
                .filter(record -> !record.promise())
                .name(name + "-events")
                .uid(name + "-events");
    }

    private static <T> SingleOutputStreamOperator<RowData> rows(
            Tables table, DataStream<T> stream, org.apache.flink.api.common.functions.MapFunction<T, RowData> toRow) {
        return stream.map(toRow)
                .returns(InternalTypeInfo.of(FlinkSchemaUtil.convert(table.schema())))
                .name(table.label() + "-rows")
                .uid(table.label() + "-rows");
    }

    private static DataStream<Mark> table(
            Tables table, SingleOutputStreamOperator<RowData> rows, Map<String, String> catalog) {
        SingleOutputStreamOperator<RowData> marked = rows.transform(
                        table.label() + "-marker",
                        InternalTypeInfo.of(FlinkSchemaUtil.convert(table.schema())),
                        new TableMarker(table))
                .uid(table.label() + "-marker");
        CatalogLoader loader = CatalogLoader.custom("sluice", catalog, new Configuration(), Warehouse.CATALOG_CLASS);
        IcebergSink.forRowData(marked)
                .tableLoader(TableLoader.fromCatalog(loader, table.identifier()))
                .distributionMode(DistributionMode.NONE)
                .uidSuffix(table.label() + "-table")
                .append();
        return marked.getSideOutput(TableMarker.MARKS);
    }

    private static RowData row(InteractionRow row) {
        return GenericRowData.of(
                text(row.eventId()),
                row.ordinal(),
                time(row.timeMillis()),
                time(row.arrivalMillis()),
                text(row.user()),
                text(row.session()),
                text(row.action().name()),
                text(row.item()),
                row.quantity(),
                row.priceMinor(),
                row.available(),
                row.stock(),
                text(row.category()),
                text(row.device()));
    }

    private static RowData row(InventoryChange change) {
        return GenericRowData.of(
                text(change.eventId()),
                time(change.timeMillis()),
                time(change.arrivalMillis()),
                text(change.item()),
                change.priceMinor(),
                change.stock(),
                change.available(),
                text(change.category()),
                text(change.brand()),
                change.delisted());
    }

    /** Null stays null: an empty column. */
    private static StringData text(String text) {
        return StringData.fromString(text);
    }

    private static TimestampData time(long millis) {
        return TimestampData.fromInstant(Instant.ofEpochMilli(millis));
    }
}
