package io.sluice.featurepipeline;

import io.sluice.dataset.Tables;
import io.sluice.dataset.Warehouse;
import io.sluice.features.ItemTally;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;

/** The job between its sources and its cuts: events in, tables out. A source sends promises among its events. */
final class FeatureTables {
    private final Warehouse warehouse;
    private final FeatureJobConfig config;

    FeatureTables(Warehouse warehouse, FeatureJobConfig config) {
        this.warehouse = warehouse;
        this.config = config;
    }

    /** What is said at each barrier: how complete each table is, and how far the sources have read. */
    record Marks(DataStream<Mark> tables, DataStream<SourceMark> sources) {}

    /** Adds everything from the two topics to the tables; creates the tables if need be. */
    static Marks write(
            DataStream<ShopEvent> behavior,
            DataStream<InventoryChange> inventory,
            Topics topics,
            Path directory,
            FeatureJobConfig config) {
        SingleOutputStreamOperator<ShopEvent> events = behavior.transform(
                        "behavior-events",
                        TypeInformation.of(ShopEvent.class),
                        new EventsOnly<>(topics.behaviorClean()))
                .uid("behavior-events");
        SingleOutputStreamOperator<InventoryChange> changes = inventory
                .transform(
                        "inventory-events",
                        TypeInformation.of(InventoryChange.class),
                        new EventsOnly<>(topics.inventoryClean()))
                .uid("inventory-events");
        try (Warehouse warehouse = Warehouse.open(directory)) {
            return new Marks(
                    new FeatureTables(warehouse, config).write(events, changes),
                    events.getSideOutput(EventsOnly.MARKS).union(changes.getSideOutput(EventsOnly.MARKS)));
        }
    }

    private DataStream<Mark> write(DataStream<ShopEvent> behavior, DataStream<InventoryChange> inventory) {
        SingleOutputStreamOperator<InteractionRow> interactions = behavior.filter(
                        event -> event.isInteraction() || event.isImpression())
                .name("shopper-events")
                .uid("shopper-events")
                .keyBy(ShopEvent::user)
                .connect(inventory.broadcast(ShopperSide.INVENTORY))
                .process(new ShopperSide(config.sessionGap(), config.futureSkew(), config.labels()))
                .returns(TypeInformation.of(InteractionRow.class))
                .name("shopper-side")
                .uid("shopper-side");
        DataStream<ExampleRow> examples = behavior.transform(
                        "item-tallies", TypeInformation.of(ItemTally.class), new ItemTallies())
                .uid("item-tallies")
                .keyBy(ItemTally::item)
                .connect(interactions.getSideOutput(ShopperSide.SHOWN).keyBy(ShownItem::item))
                .process(new ItemSide(config.labels()))
                .returns(TypeInformation.of(ExampleRow.class))
                .name("item-side")
                .uid("item-side");
        return table(Tables.INTERACTIONS, interactions, TableRows::of, Duration.ZERO)
                .union(
                        table(Tables.INVENTORY, inventory, TableRows::of, Duration.ZERO),
                        table(
                                Tables.EXAMPLES,
                                examples,
                                TableRows::of,
                                config.labels().clickWindow()));
    }

    /** @param heldBack for how long behind the watermark the table's rows may still come */
    <T> DataStream<Mark> table(Tables table, DataStream<T> stream, MapFunction<T, RowData> toRow, Duration heldBack) {
        TypeInformation<RowData> type = InternalTypeInfo.of(FlinkSchemaUtil.convert(table.schema()));
        SingleOutputStreamOperator<RowData> marked = stream.map(toRow)
                .returns(type)
                .name(table.label() + "-rows")
                .uid(table.label() + "-rows")
                .transform(table.label() + "-marker", type, new TableMarker(table, heldBack))
                .uid(table.label() + "-marker");
        CatalogLoader loader = CatalogLoader.custom(
                "sluice", warehouse.catalogProperties(), new Configuration(), Warehouse.CATALOG_CLASS);
        IcebergSink.forRowData(marked)
                .tableLoader(TableLoader.fromCatalog(loader, table.identifier()))
                .distributionMode(DistributionMode.NONE)
                .uidSuffix(table.label() + "-table")
                .append();
        return marked.getSideOutput(TableMarker.MARKS);
    }
}
