package io.sluice.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the error budget every decision was granted. A grant is written before anybody looks at the holdout, so a
 * process that dies in between has no second look for free: the same candidate on the same holdout gets the same grant.
 */
final class AlphaLedger {
    private static final Logger log = LoggerFactory.getLogger(AlphaLedger.class);

    private final Database database;

    AlphaLedger(Database database) {
        this.database = database;
    }

    AlphaEntry grant(
            String model,
            String window,
            String candidate,
            Instant eventTime,
            ToDoubleFunction<List<AlphaEntry>> level) {
        return database.write(sql -> find(sql, model, window, candidate).orElseGet(() -> {
            long sequence = sql.next("alpha_ledger", "sequence");
            double granted = level.applyAsDouble(of(sql, model));
            sql.update(
                    "INSERT INTO alpha_ledger (sequence, model, holdout, candidate, level, event_time)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    sequence,
                    model,
                    window,
                    candidate,
                    granted,
                    eventTime);
            log.info(
                    "event=alpha_granted sequence={} model={} candidate={} level={}",
                    sequence,
                    model,
                    candidate,
                    granted);
            return find(sql, model, window, candidate).orElseThrow();
        }));
    }

    void settle(long sequence, double spent, Optional<Double> told) {
        database.write(sql -> sql.update(
                "UPDATE alpha_ledger SET spent = ?, told = ? WHERE sequence = ? AND spent IS NULL",
                spent,
                told,
                sequence));
    }

    List<AlphaEntry> of(String model) {
        return database.read(sql -> of(sql, model));
    }

    private static List<AlphaEntry> of(Sql sql, String model) {
        return sql.list("SELECT * FROM alpha_ledger WHERE model = ? ORDER BY sequence", AlphaLedger::entry, model);
    }

    private static Optional<AlphaEntry> find(Sql sql, String model, String window, String candidate) {
        return sql.first(
                "SELECT * FROM alpha_ledger WHERE model = ? AND holdout = ? AND candidate = ?",
                AlphaLedger::entry,
                model,
                window,
                candidate);
    }

    private static AlphaEntry entry(ResultSet row) throws SQLException {
        return new AlphaEntry(
                row.getLong("sequence"),
                row.getString("model"),
                row.getString("holdout"),
                row.getString("candidate"),
                row.getDouble("level"),
                Sql.instant(row, "event_time"),
                optional(row, "spent"),
                optional(row, "told"));
    }

    private static Optional<Double> optional(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
