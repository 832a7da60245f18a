package io.sluice.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/**
 * The training tables: names and columns. Rows are only ever appended, so that every engine can read them. Partitioned by
 * the day of the event time.
 */
public enum Tables {
    /** Rows are {@link Interaction}s. */
    INTERACTIONS(
            "interactions",
            new Schema(List.of(
                    Types.NestedField.required(1, "event_id", Types.StringType.get()),
                    Types.NestedField.required(2, "ordinal", Types.IntegerType.get()),
                    Types.NestedField.required(3, "event_time", Types.TimestampType.withZone()),
                    Types.NestedField.required(4, "arrival", Types.TimestampType.withZone()),
                    Types.NestedField.required(5, "user", Types.StringType.get()),
                    Types.NestedField.required(6, "session", Types.StringType.get()),
                    Types.NestedField.required(7, "action", Types.StringType.get()),
                    Types.NestedField.required(8, "item", Types.StringType.get()),
                    Types.NestedField.required(9, "quantity", Types.IntegerType.get()),
                    Types.NestedField.optional(10, "price_minor", Types.LongType.get()),
                    Types.NestedField.optional(11, "available", Types.BooleanType.get()),
                    Types.NestedField.optional(12, "stock", Types.IntegerType.get()),
                    Types.NestedField.required(13, "category", Types.StringType.get()),
                    Types.NestedField.required(14, "device", Types.StringType.get())))),
    /** Rows are {@link InventoryFact}s: the archive of what the inventory said. */
    INVENTORY(
            "inventory",
            new Schema(List.of(
                    Types.NestedField.required(1, "event_id", Types.StringType.get()),
                    Types.NestedField.required(2, "event_time", Types.TimestampType.withZone()),
                    Types.NestedField.required(3, "arrival", Types.TimestampType.withZone()),
                    Types.NestedField.required(4, "item", Types.StringType.get()),
                    Types.NestedField.optional(5, "price_minor", Types.LongType.get()),
                    Types.NestedField.optional(6, "stock", Types.IntegerType.get()),
                    Types.NestedField.optional(7, "available", Types.BooleanType.get()),
                    Types.NestedField.optional(8, "category", Types.StringType.get()),
                    Types.NestedField.optional(9, "brand", Types.StringType.get()),
                    Types.NestedField.optional(10, "delisted", Types.BooleanType.get())))),
    /** Rows are {@link Example}s; features are in the order that {@code definition} names. */
    EXAMPLES(
            "examples",
            new Schema(List.of(
                    Types.NestedField.required(1, "impression_id", Types.StringType.get()),
                    Types.NestedField.required(2, "user", Types.StringType.get()),
                    Types.NestedField.required(3, "session", Types.StringType.get()),
                    Types.NestedField.required(4, "item", Types.StringType.get()),
                    Types.NestedField.required(5, "position", Types.IntegerType.get()),
                    Types.NestedField.required(6, "event_time", Types.TimestampType.withZone()),
                    Types.NestedField.required(7, "informed_until", Types.TimestampType.withZone()),
                    Types.NestedField.required(8, "revision", Types.IntegerType.get()),
                    Types.NestedField.required(9, "outcome", Types.StringType.get()),
                    Types.NestedField.required(10, "weight", Types.DoubleType.get()),
                    Types.NestedField.required(11, "definition", Types.StringType.get()),
                    Types.NestedField.required(12, "features", Types.ListType.ofRequired(13, Types.FloatType.get())))));

    static final Namespace NAMESPACE = Namespace.of("sluice");
    static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            "write.parquet.compression-codec", "zstd",
            "write.metadata.delete-after-commit.enabled", "true",
            "write.metadata.previous-versions-max", "10");

    private final String label;
    private final Schema schema;

    Tables(String label, Schema schema) {
        this.label = label;
        this.schema = schema;
    }

    /**
     * The table of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Tables labelled(String label) {
        return Arrays.stream(values())
                .filter(table -> table.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no table " + label + ", but " + Arrays.toString(values())));
    }

    /** The name that stands in cuts. */
    public String label() {
        return label;
    }

    public Schema schema() {
        return schema;
    }

    /** Where the catalogue has it. */
    public TableIdentifier identifier() {
        return TableIdentifier.of(NAMESPACE, label);
    }

    PartitionSpec partitioning() {
        return PartitionSpec.builderFor(schema).day("event_time").build();
    }
}
