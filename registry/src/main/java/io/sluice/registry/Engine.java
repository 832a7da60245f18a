package io.sluice.registry;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** What differs between the databases that can hold the registry. */
interface Engine {
    /** A new connection, on which a committed transaction survives a power loss. */
    Connection connect() throws SQLException;

    /** The statements that begin a transaction which sees one state, or which is the only one that writes. */
    List<String> begin(boolean writes);

    /** A query that has a row where the tables exist. */
    String tables();

    /** The resource that holds what no statement may do. */
    String seals();

    /** A table definition in this database's words. */
    String definition(String statement);

    /** What to call it in messages, without secrets. */
    String name();

    /** One file; a writer waits for another process that long. */
    static Engine sqlite(Path file, Duration patience) {
        return new Engine() {
            @Override
            public Connection connect() throws SQLException {
                SQLiteConfig config = new SQLiteConfig();
                config.setJournalMode(SQLiteConfig.JournalMode.WAL);
                config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
                config.setBusyTimeout((int) patience.toMillis());
                config.enforceForeignKeys(true);
                config.enableCaseSensitiveLike(true);
                return config.createConnection("jdbc:sqlite:" + file);
            }

            @Override
            public List<String> begin(boolean writes) {
                return List.of(writes ? "BEGIN IMMEDIATE" : "BEGIN");
            }

            @Override
            public String tables() {
                return "SELECT 1 FROM sqlite_master WHERE name = 'schema_version'";
            }

            @Override
            public String seals() {
                return "seals-sqlite.sql";
            }

            @Override
            public String definition(String statement) {
                return statement;
            }

            @Override
            public String name() {
                return file.toString();
            }
        };
    }

    /** @param url as JDBC has it, {@code jdbc:postgresql://HOST/DATABASE?user=…&password=…} */
    static Engine postgresql(String url) {
        return new Engine() {
            @Override
            public Connection connect() throws SQLException {
                return DriverManager.getConnection(url);
            }

            @Override
            public List<String> begin(boolean writes) {
                // One writer at a time, as on SQLite: numbers without gaps and compare-and-set rest on it.
                return writes
                        ? List.of("BEGIN", "SELECT pg_advisory_xact_lock(5140932871)")
                        : List.of("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            }

            @Override
            public String tables() {
                return "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema()"
                        + " AND table_name = 'schema_version'";
            }

            @Override
            public String seals() {
                return "seals-postgresql.sql";
            }

            @Override
            public String definition(String statement) {
                // Byte order, as on SQLite: paths are looked up by range.
                return statement.replaceAll("\\bTEXT\\b", "TEXT COLLATE \"C\"");
            }

            @Override
            public String name() {
                return url.replaceAll("\\?.*", "");
            }
        };
    }
}
