package io.sluice.dataset;

import io.sluice.schemas.Action;
import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Reads what a cut holds: exactly the snapshots that it names, never "whatever is there". Data files never change, so
 * what one of them holds is decoded once per reader. Not thread-safe.
 */
public final class CutReader {
    private final Warehouse warehouse;
    private final Map<String, List<Interaction>> interactionFiles = new HashMap<>();
    private final Map<String, List<InventoryFact>> inventoryFiles = new HashMap<>();

    public CutReader(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * The interactions in {@code range}.
     *
     * @throws IllegalArgumentException if the cut is not complete up to the end of the range
     */
    public Interactions interactions(Cut cut, TimeRange range) {
        TableCut table = complete(cut, Tables.INTERACTIONS, range.to());
        Expression inRange = Expressions.and(
                Expressions.greaterThanOrEqual("event_time", micros(range.from())),
                Expressions.lessThan("event_time", micros(range.to())));
        List<Interaction> rows = new ArrayList<>();
        for (List<Interaction> file :
                files(Tables.INTERACTIONS, table, inRange, interactionFiles, CutReader::interaction)) {
            file.stream().filter(row -> range.contains(row.eventTime())).forEach(rows::add);
        }
        return Interactions.of(rows);
    }

    /**
     * The inventory's statements that were visible before {@code moment}.
     *
     * @throws IllegalArgumentException if the cut is not complete up to the moment
     */
    public InventoryTimeline inventory(Cut cut, Instant moment) {
        TableCut table = complete(cut, Tables.INVENTORY, moment);
        Expression earlier = Expressions.lessThan("event_time", micros(moment));
        List<InventoryFact> rows = new ArrayList<>();
        for (List<InventoryFact> file : files(Tables.INVENTORY, table, earlier, inventoryFiles, CutReader::fact)) {
            file.stream().filter(row -> row.visibleFrom().isBefore(moment)).forEach(rows::add);
        }
        return InventoryTimeline.of(rows);
    }

    /**
     * The examples of impressions in {@code range}, each at the highest revision that was known before a moment.
     *
     * @param informedBefore nothing at or after this shaped a label or a row's selection
     * @throws IllegalArgumentException if the cut is not complete up to the end of the range, or to {@code informedBefore}
     */
    public Examples examples(Cut cut, TimeRange range, Instant informedBefore) {
        Instant end = informedBefore.isAfter(range.to()) ? informedBefore : range.to();
        TableCut table = complete(cut, Tables.EXAMPLES, end);
        Expression known = Expressions.and(
                Expressions.greaterThanOrEqual("event_time", micros(range.from())),
                Expressions.lessThan("event_time", micros(range.to())),
                Expressions.lessThan("informed_until", micros(informedBefore)));
        List<Example> rows = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        // Not kept like the smaller tables: features are wide.
        for (List<Example> file : files(Tables.EXAMPLES, table, known, new HashMap<>(), row -> example(row, names))) {
            file.stream()
                    .filter(row -> range.contains(row.eventTime())
                            && row.informedUntil().isBefore(informedBefore))
                    .forEach(rows::add);
        }
        return Examples.of(rows);
    }

    private static TableCut complete(Cut cut, Tables table, Instant until) {
        TableCut found = cut.getTables().stream()
                .filter(candidate -> candidate.getTable().equals(table.label()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the cut names no table " + table.label()));
        if (until.isAfter(found.getCompleteBefore())) {
            throw new IllegalArgumentException("the cut of " + table.label() + " is complete before "
                    + found.getCompleteBefore() + ", asked for data up to " + until);
        }
        return found;
    }

    private <T> List<List<T>> files(
            Tables name, TableCut cut, Expression filter, Map<String, List<T>> decoded, Function<Record, T> decode) {
        if (cut.getSnapshotId().isEmpty()) {
            return List.of();
        }
        Table table = warehouse.load(name);
        TableScan scan =
                table.newScan().useSnapshot(cut.getSnapshotId().orElseThrow()).filter(filter);
        List<List<T>> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            for (FileScanTask task : tasks) {
                files.add(decoded.computeIfAbsent(
                        task.file().location(), location -> RowFiles.read(table, name, location, decode)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot plan the files of " + name.label(), failure);
        }
        return files;
    }

    private static Interaction interaction(Record row) {
        return new Interaction(
                text(row, "event_id"),
                (Integer) row.getField("ordinal"),
                instant(row, "event_time"),
                instant(row, "arrival"),
                text(row, "user"),
                text(row, "session"),
                Action.valueOf(text(row, "action")),
                text(row, "item"),
                (Integer) row.getField("quantity"),
                optionalLong(row, "price_minor"),
                optional(row, "available", Boolean.class),
                optionalInt(row, "stock"),
                text(row, "category"),
                text(row, "device"));
    }

    private static Example example(Record row, Map<String, String> names) {
        List<?> values = (List<?>) row.getField("features");
        float[] features = new float[values.size()];
        for (int column = 0; column < features.length; column++) {
            features[column] = (Float) values.get(column);
        }
        return new Example(
                text(row, "impression_id"),
                shared(row, "user", names),
                shared(row, "session", names),
                shared(row, "item", names),
                (Integer) row.getField("position"),
                instant(row, "event_time"),
                instant(row, "informed_until"),
                (Integer) row.getField("revision"),
                Action.valueOf(text(row, "outcome")),
                (Double) row.getField("weight"),
                shared(row, "definition", names),
                FeatureValues.of(features));
    }

    /** One object per name, not one per row. */
    private static String shared(Record row, String column, Map<String, String> names) {
        return names.computeIfAbsent(text(row, column), name -> name);
    }

    private static InventoryFact fact(Record row) {
        return new InventoryFact(
                text(row, "event_id"),
                instant(row, "event_time"),
                instant(row, "arrival"),
                text(row, "item"),
                optionalLong(row, "price_minor"),
                optionalInt(row, "stock"),
                optional(row, "available", Boolean.class),
                optional(row, "category", String.class),
                optional(row, "brand", String.class),
                optional(row, "delisted", Boolean.class));
    }

    private static String text(Record row, String column) {
        return (String) row.getField(column);
    }

    private static Instant instant(Record row, String column) {
        return ((OffsetDateTime) row.getField(column)).toInstant();
    }

    private static <T> Optional<T> optional(Record row, String column, Class<T> type) {
        return Optional.ofNullable(type.cast(row.getField(column)));
    }

    private static OptionalLong optionalLong(Record row, String column) {
        Long value = (Long) row.getField(column);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalInt optionalInt(Record row, String column) {
        Integer value = (Integer) row.getField(column);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
