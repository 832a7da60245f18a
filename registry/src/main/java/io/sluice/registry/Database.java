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
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The registry's tables. One connection, one transaction at a time in this process; other processes may hold the same
 * database open. A committed transaction survives a power loss. Work inside a transaction may begin another of the same
 * kind or a reading one: it joins the one that runs. A connection that broke is opened anew for the next transaction.
 */
final class Database implements AutoCloseable {
    static final int SCHEMA_VERSION = 3;

    private static final int VALID_SECONDS = 5;

    // File locks exclude other processes but not other threads of this one.
    private static final ReentrantLock OPENING = new ReentrantLock();

    private final Engine engine;
    private final Consumer<String> observer;
    private final ReentrantLock lock = new ReentrantLock();
    private Connection connection;
    private Optional<Transaction> running = Optional.empty();
    private boolean doubtful;

    private Database(Engine engine, Consumer<String> observer) throws SQLException {
        this.engine = engine;
        this.observer = observer;
        this.connection = engine.connect();
    }

    private record Transaction(Sql sql, boolean writes) {}

    /**
     * Opens the database, and creates its tables where they are missing.
     *
     * @param root an existing directory
     * @param observer is told every statement before it runs
     */
    static Database open(Engine engine, Path root, Instant now, Consumer<String> observer) {
        OPENING.lock();
        // Two processes that both switch a fresh file to the write-ahead log would make one of them fail as "busy".
        try (FileChannel file =
                FileChannel.open(root.resolve("registry.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until the channel closes
            Database database = new Database(engine, observer);
            return database.migrated(now);
        } catch (IOException | SQLException e) {
            throw new RegistryFailure("cannot open the registry in " + engine.name(), e);
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

    private Database migrated(Instant now) {
        try {
            write(sql -> migrate(sql, now));
            return this;
        } catch (RuntimeException | Error e) {
            close(); // or its locks would outlive the failure
            throw e;
        }
    }

    private int migrate(Sql sql, Instant now) {
        if (!sql.exists(engine.tables())) {
            runAll(sql, "schema.sql");
            runAll(sql, engine.seals());
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

    private void runAll(Sql sql, String resource) {
        for (String statement : text(resource).split("\n\n")) {
            if (!statement.startsWith("--")) {
                sql.update(engine.definition(statement));
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
        reconnectIfBroken();
        Sql sql = new Sql(connection, observer);
        running = Optional.of(new Transaction(sql, writes));
        try {
            engine.begin(writes).forEach(this::execute);
            T result = work.apply(sql);
            execute("COMMIT");
            return result;
        } catch (RuntimeException | Error e) {
            doubtful = true;
            undo(e);
            throw e;
        } finally {
            running = Optional.empty();
        }
    }

    /** Asked only after a failure: a ping before every transaction would cost more than most of them. */
    private void reconnectIfBroken() {
        if (!doubtful) {
            return;
        }
        try {
            if (!connection.isValid(VALID_SECONDS)) {
                connection.close();
                connection = engine.connect();
            }
            doubtful = false;
        } catch (SQLException e) {
            throw new DatabaseAway("the registry's database " + engine.name() + " cannot be reached", e);
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
        observer.accept(command);
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw Sql.failure(command, e);
        }
    }
}
