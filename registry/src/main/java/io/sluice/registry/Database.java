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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/**
 * The registry's tables. One connection, one transaction at a time in this process; other processes may hold the same
 * database open. A committed transaction survives a power loss (SQLite: write-ahead log, {@code synchronous=FULL}). Work
 * inside a transaction may begin another of the same kind or a reading one: it joins the one that runs.
 */
final class Database implements AutoCloseable {
    static final int SCHEMA_VERSION = 2;

    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    // File locks exclude other processes but not other threads of this one.
    private static final ReentrantLock OPENING = new ReentrantLock();

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Transaction> running = Optional.empty();

    private Database(Connection connection) {
        this.connection = connection;
    }

    private record Transaction(Sql sql, boolean writes) {}

    /** Opens {@code registry.db} in an existing directory, and creates it where it is missing. */
    static Database open(Path root, Instant now) {
        OPENING.lock();
        // Two processes that both switch a fresh file to the write-ahead log would make one of them fail as "busy".
        try (FileChannel file =
                FileChannel.open(root.resolve("registry.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until the channel closes
            Database database = new Database(connect(root.resolve("registry.db")));
            database.write(sql -> migrate(sql, now));
            return database;
        } catch (IOException | SQLException e) {
            throw new RegistryFailure("cannot open the registry in " + root, e);
        } finally {
            OPENING.unlock();
        }
    }

    /** Runs {@code work} against one consistent state of the database. */
    <T> T read(Function<Sql, T> work) {
        return transaction(false, work);
    }

    /** Runs {@code work} as the only writer of all processes: all of it is kept, or, if it throws, nothing. */
    <T> T write(Function<Sql, T> work) {
        return transaction(true, work);
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
        config.enableCaseSensitiveLike(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static int migrate(Sql sql, Instant now) {
        if (!sql.exists("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")) {
            runAll(sql, "schema.sql");
            runAll(sql, "seals-sqlite.sql");
            sql.update("INSERT INTO schema_version (version) VALUES (?)", SCHEMA_VERSION);
            sql.update(
                    "INSERT INTO experiments (id, name, created, updated, lifecycle) VALUES (0, 'Default', ?, ?, ?)",
                    now,
                    now,
                    Lifecycle.ACTIVE);
        }
        int found = sql.first("SELECT version FROM schema_version", row -> row.getInt("version"))
                .orElse(0);
        if (found != SCHEMA_VERSION) {
            throw new RegistryFailure("the registry has schema version " + found + "; this program knows "
                    + SCHEMA_VERSION + ": use the program that wrote it, or a newer one");
        }
        return found;
    }

    private static void runAll(Sql sql, String resource) {
        for (String statement : text(resource).split("\n\n")) {
            if (!statement.startsWith("--")) {
                sql.update(statement);
            }
        }
    }

    private static String text(String resource) {
        try (InputStream in = Database.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RegistryFailure("cannot read " + resource, e);
        }
    }

    private <T> T transaction(boolean writes, Function<Sql, T> work) {
        lock.lock();
        try {
            return running.isPresent() ? joined(running.get(), writes, work) : begun(writes, work);
        } finally {
            lock.unlock();
        }
    }

    private static <T> T joined(Transaction transaction, boolean writes, Function<Sql, T> work) {
        if (writes && !transaction.writes()) {
            throw new IllegalStateException("a transaction that reads cannot turn into one that writes");
        }
        return work.apply(transaction.sql());
    }

    private <T> T begun(boolean writes, Function<Sql, T> work) {
        execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
        Sql sql = new Sql(connection);
        running = Optional.of(new Transaction(sql, writes));
        try {
            T result = work.apply(sql);
            execute("COMMIT");
            return result;
        } catch (RuntimeException | Error e) {
            undo(e);
            throw e;
        } finally {
            running = Optional.empty();
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
