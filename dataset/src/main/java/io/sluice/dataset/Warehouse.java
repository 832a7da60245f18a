package io.sluice.dataset;

import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * Where the training tables live: an Iceberg catalogue in SQLite and files beside it, both under one directory. Several
 * processes may have it open. Thread-safe.
 */
public final class Warehouse implements AutoCloseable {
    /** The implementation that engines load for {@link #catalogProperties}. */
    public static final String CATALOG_CLASS = JdbcCatalog.class.getName();

    /** After every event; nearer than where microseconds overflow. */
    public static final Instant END_OF_TIME = Instant.parse("2200-01-01T00:00:00Z");

    private final JdbcCatalog catalog;
    private final Map<String, String> properties;

    private Warehouse(JdbcCatalog catalog, Map<String, String> properties) {
        this.catalog = catalog;
        this.properties = properties;
    }

    /** Opens the warehouse in {@code directory}; creates it and its tables if need be. */
    public static Warehouse open(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create the warehouse " + directory, failure);
        }
        Map<String, String> properties = catalogProperties(directory);
        JdbcCatalog catalog = new JdbcCatalog();
        catalog.setConf(new Configuration());
        catalog.initialize("sluice", properties);
        Warehouse warehouse = new Warehouse(catalog, properties);
        warehouse.createTables();
        return warehouse;
    }

    private static Map<String, String> catalogProperties(Path directory) {
        Path root = directory.toAbsolutePath();
        return Map.of(
                "uri",
                "jdbc:sqlite:" + root.resolve("catalog.db") + "?journal_mode=WAL&busy_timeout=20000",
                "warehouse",
                root.resolve("tables").toString(),
                "jdbc.schema-version",
                "V1",
                "io-impl",
                LocalFiles.class.getName());
    }

    private void createTables() {
        if (!catalog.namespaceExists(Tables.NAMESPACE)) {
            catalog.createNamespace(Tables.NAMESPACE);
        }
        for (Tables table : Tables.values()) {
            if (!catalog.tableExists(table.identifier())) {
                catalog.createTable(table.identifier(), table.schema(), table.partitioning(), Tables.PROPERTIES);
            }
        }
    }

    /** What an engine needs to open the same catalogue. */
    public Map<String, String> catalogProperties() {
        return properties;
    }

    /** The table as it is now. */
    public Table load(Tables table) {
        return catalog.loadTable(table.identifier());
    }

    /**
     * Whatever the tables hold now, for looking at them. It promises no completeness, so nothing is trained or judged on it.
     */
    public Cut now() {
        List<TableCut> tables = new ArrayList<>();
        for (Tables table : Tables.values()) {
            Optional<Snapshot> newest = Optional.ofNullable(load(table).currentSnapshot());
            tables.add(TableCut.newBuilder()
                    .setTable(table.label())
                    .setSnapshotId(newest.map(Snapshot::snapshotId).orElse(null))
                    .setCompleteBefore(END_OF_TIME)
                    .build());
        }
        return Cut.newBuilder()
                .setJobId("now")
                .setCheckpointId(0)
                .setTables(tables)
                .build();
    }

    @Override
    public void close() {
        catalog.close();
    }
}
