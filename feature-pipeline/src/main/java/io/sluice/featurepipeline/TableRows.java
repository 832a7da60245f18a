package io.sluice.featurepipeline;

import io.sluice.features.ExampleFeatures;
import java.time.Instant;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Rows as the tables take them: columns in the order of {@code dataset.Tables}; null is an empty column. */
final class TableRows {
    private static final StringData DEFINITION = StringData.fromString(ExampleFeatures.definition());

    private TableRows() {}

    static RowData of(InteractionRow row) {
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

    static RowData of(InventoryChange change) {
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

    static RowData of(ExampleRow row) {
        ShownItem shown = row.shown();
        return GenericRowData.of(
                text(shown.impressionId()),
                text(shown.user()),
                text(shown.session()),
                text(shown.item()),
                shown.position(),
                time(shown.timeMillis()),
                time(shown.informedMillis()),
                shown.revision(),
                text(shown.stage().outcome().name()),
                shown.weight(),
                DEFINITION,
                new GenericArrayData(row.features()));
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }

    private static TimestampData time(long millis) {
        return TimestampData.fromInstant(Instant.ofEpochMilli(millis));
    }
}
