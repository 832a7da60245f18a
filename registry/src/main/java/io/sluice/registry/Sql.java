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

/**
 * Statements inside one transaction. Values may be strings, numbers, enums (stored by name), {@link Instant}s (stored
 * in milliseconds) and {@link Optional}s of those (empty is SQL's null).
 */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
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
            throw new RegistryFailure("the registry database refused: " + statement, e);
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
            throw new RegistryFailure("the registry database refused: " + query, e);
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

    private PreparedStatement prepare(String statement, Object... values) throws SQLException {
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
