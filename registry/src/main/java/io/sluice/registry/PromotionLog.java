package io.sluice.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and appends entries inside a transaction: the log row, the alias row and the outbox row belong together. */
final class PromotionLog {
    private PromotionLog() {}

    static PromotionEntry append(Sql sql, Move move, Instant now) {
        PromotionEntry entry = new PromotionEntry(
                sql.next("promotions", "sequence"),
                move.model(),
                move.alias(),
                move.kind(),
                current(sql, move.model(), move.alias()),
                move.to(),
                move.verdictId(),
                move.cause(),
                notBeforeLast(sql, now));
        insert(sql, entry);
        pointAlias(sql, entry.model(), entry.alias(), entry.to());
        sql.update("INSERT INTO outbox (sequence) VALUES (?)", entry.sequence());
        return entry;
    }

    static Optional<String> current(Sql sql, String model, String alias) {
        return sql.first(
                "SELECT version FROM aliases WHERE model = ? AND alias = ?",
                row -> row.getString("version"),
                model,
                alias);
    }

    /** The number of the last move of an alias, or 0. */
    static long lastSequence(Sql sql, String model, String alias) {
        return sql.first(
                        "SELECT COALESCE(MAX(sequence), 0) AS last FROM promotions WHERE model = ? AND alias = ?",
                        row -> row.getLong("last"),
                        model,
                        alias)
                .orElse(0L);
    }

    static void pointAlias(Sql sql, String model, String alias, Optional<String> version) {
        sql.update("DELETE FROM aliases WHERE model = ? AND alias = ?", model, alias);
        version.ifPresent(
                to -> sql.update("INSERT INTO aliases (model, alias, version) VALUES (?, ?, ?)", model, alias, to));
    }

    static List<PromotionEntry> of(Sql sql, String model) {
        return sql.list("SELECT * FROM promotions WHERE model = ? ORDER BY sequence", PromotionLog::entry, model);
    }

    static List<PromotionEntry> of(Sql sql, String model, String alias) {
        return sql.list(
                "SELECT * FROM promotions WHERE model = ? AND alias = ? ORDER BY sequence",
                PromotionLog::entry,
                model,
                alias);
    }

    static List<PromotionEntry> after(Sql sql, long sequence, int most) {
        return sql.list(
                "SELECT * FROM promotions WHERE sequence > ? ORDER BY sequence LIMIT ?",
                PromotionLog::entry,
                sequence,
                most);
    }

    static List<PromotionEntry> unannounced(Sql sql) {
        return sql.list(
                "SELECT promotions.* FROM promotions JOIN outbox USING (sequence)"
                        + " WHERE announced IS NULL ORDER BY sequence",
                PromotionLog::entry);
    }

    /** Clocks step back; questions about the past need a log that does not. */
    private static Instant notBeforeLast(Sql sql, Instant now) {
        Instant wall = Instant.ofEpochMilli(now.toEpochMilli());
        return sql.first("SELECT MAX(wall_time) AS last FROM promotions", row -> Sql.optionalInstant(row, "last"))
                .flatMap(last -> last)
                .filter(last -> last.isAfter(wall))
                .orElse(wall);
    }

    private static void insert(Sql sql, PromotionEntry entry) {
        sql.update(
                "INSERT INTO promotions (sequence, model, alias, kind, from_version, to_version, moved_by, why,"
                        + " verdict_id, event_time, wall_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.sequence(),
                entry.model(),
                entry.alias(),
                entry.kind(),
                entry.from(),
                entry.to(),
                entry.cause().by(),
                entry.cause().why(),
                entry.verdictId(),
                entry.cause().eventTime(),
                entry.wallTime());
    }

    private static PromotionEntry entry(ResultSet row) throws SQLException {
        return new PromotionEntry(
                row.getLong("sequence"),
                row.getString("model"),
                row.getString("alias"),
                MoveKind.valueOf(row.getString("kind")),
                Sql.optionalText(row, "from_version"),
                Sql.optionalText(row, "to_version"),
                Sql.optionalText(row, "verdict_id"),
                new Cause(row.getString("moved_by"), row.getString("why"), Sql.optionalInstant(row, "event_time")),
                Sql.instant(row, "wall_time"));
    }
}
