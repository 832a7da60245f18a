package io.sluice.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/**
 * The registry's SQLite file. One connection, one transaction at a time in this process; other processes may hold the
 * same file open. A committed transaction survives a power loss (write-ahead log, {@code synchronous=FULL}).
 */
final class Database implements AutoCloseable {
    static final int SCHEMA_VERSION = 1;

    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    // File locks exclude other processes but not other threads of this one.
    private static final ReentrantLock OPENING = new ReentrantLock();

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** Opens {@code registry.db} in an existing directory, and creates it where it is missing. */
    static Database open(Path root) {
        OPENING.lock();
        // Two processes that both switch a fresh file to the write-ahead log would make one of them fail as "busy".
        try (FileChannel file =
                FileChannel.open(root.resolve("registry.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until the channel closes
            Database database = new Database(connect(root.resolve("registry.db")));
            database.write(Database::migrate);
            return database;
        } catch (IOException | SQLException e) {
            throw new RegistryFailure("cannot open the registry in " + root, e);
        } finally {
            OPENING.unlock();
        }
    }

    /** Runs {@code work} against one consistent state of the database. */
    <T> T read(Function<Sql, T> work) {
        return transaction("BEGIN", work);
    }

    /** Runs {@code work} as the only writer of all processes: all of it is kept, or, if it throws, nothing. */
    <T> T write(Function<Sql, T> work) {
        return transaction("BEGIN IMMEDIATE", work);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RegistryFailure("cannot close the registry database", e);
        } finally {
            lock.unlock();
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static int migrate(Sql sql) {
        if (!sql.exists("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")) {
            for (String statement : schema().split("\n\n")) {
                if (!statement.startsWith("--")) {
                    sql.update(statement);
                }
            }
        }
        int found = sql.first("SELECT version FROM schema_version", row -> row.getInt("version"))
                .orElse(0);
        if (found != SCHEMA_VERSION) {
            throw new RegistryFailure("the registry has schema version " + found + "; this program knows "
                    + SCHEMA_VERSION + ": use the program that wrote it, or a newer one");
        }
        return found;
    }

    private static String schema() {
        try (InputStream in = Database.class.getResourceAsStream("schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RegistryFailure("cannot read the schema of the registry", e);
        }
    }

    private <T> T transaction(String begin, Function<Sql, T> work) {
        lock.lock();
        try {
            execute(begin);
            T result;
            try {
                result = work.apply(new Sql(connection));
                execute("COMMIT");
            } catch (RuntimeException | Error e) {
                undo(e);
                throw e;
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    private void undo(Throwable cause) {
        try {
            execute("ROLLBACK");
        } catch (RegistryFailure alreadyRolledBack) {
            cause.addSuppressed(alreadyRolledBack);
        }
    }

    private void execute(String command) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw new RegistryFailure("the registry database refused: " + command, e);
        }
    }
}
