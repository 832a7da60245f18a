package io.sluice.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Statements inside one transaction. Values may be strings, numbers, enums (stored by name), {@link Instant}s (stored
 * in milliseconds) and {@link Optional}s of those (empty is SQL's null).
 */
final class Sql {
    private final Connection connection;
    private final Consumer<String> observer;

    Sql(Connection connection, Consumer<String> observer) {
        this.connection = connection;
        this.observer = observer;
    }

    /** Turns the current row of a result into a value. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Runs an insert, update or delete and returns how many rows it touched. */
    int update(String statement, Object... values) {
        try (PreparedStatement prepared = prepare(statement, values)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw failure(statement, e);
        }
    }

    <T> List<T> list(String query, Row<T> reader, Object... values) {
        try (PreparedStatement prepared = prepare(query, values);
                ResultSet rows = prepared.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.of(rows));
            }
            return found;
        } catch (SQLException e) {
            throw failure(query, e);
        }
    }

    <T> Optional<T> first(String query, Row<T> reader, Object... values) {
        return list(query, reader, values).stream().findFirst();
    }

    boolean exists(String query, Object... values) {
        return first(query, row -> true, values).isPresent();
    }

    /** The rows of a query for columns {@code key} and {@code value}, sorted by key. */
    Map<String, String> pairs(String query, Object... values) {
        Map<String, String> pairs = new TreeMap<>();
        list(query, row -> Map.entry(row.getString("key"), row.getString("value")), values)
                .forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
        return pairs;
    }

    /** One more than the highest number in a column, from 1; unique because only one transaction writes at a time. */
    long next(String table, String column) {
        return first("SELECT COALESCE(MAX(" + column + "), 0) + 1 AS next FROM " + table, row -> row.getLong("next"))
                .orElseThrow();
    }

    static StoredFile storedFile(ResultSet row) throws SQLException {
        return new StoredFile(row.getString("sha256"), row.getLong("size_bytes"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** Tells what may work later from what will not. */
    static RegistryFailure failure(String statement, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean busy = e instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_BUSY
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_LOCKED);
        if (busy) {
            return new DatabaseAway("the registry's database is locked by another process; try again", e);
        }
        // 08: connection failures; 57P: the server was shut down.
        return state.startsWith("08") || state.startsWith("57P")
                ? new DatabaseAway("the registry's database does not answer; try again", e)
                : new RegistryFailure("the registry database refused: " + statement, e);
    }

    private PreparedStatement prepare(String statement, Object... values) throws SQLException {
        observer.accept(statement);
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, stored(values[i]));
        }
        return prepared;
    }

    private static Object stored(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Sql::stored).orElse(null);
        }
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }
}
