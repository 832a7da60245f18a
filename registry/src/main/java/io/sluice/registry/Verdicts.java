package io.sluice.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gate's answers, kept for ever. */
final class Verdicts {
    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    private final Database database;

    Verdicts(Database database) {
        this.database = database;
    }

    void record(Verdict verdict) {
        database.write(sql -> {
            Optional<Verdict> earlier = find(sql, verdict.id());
            if (earlier.isPresent()) {
                requireSame(earlier.get(), verdict);
                return 0;
            }
            return insert(sql, verdict);
        });
        log.info(
                "event=verdict id={} model={} candidate={} decision={} state={}",
                verdict.id(),
                verdict.model(),
                verdict.candidate(),
                verdict.decision(),
                verdict.state());
    }

    Optional<Verdict> find(String id) {
        return database.read(sql -> find(sql, id));
    }

    /** In the order in which they were recorded. */
    List<Verdict> of(String model) {
        return database.read(
                sql -> sql.list("SELECT * FROM verdicts WHERE model = ? ORDER BY ordinal", Verdicts::verdict, model));
    }

    Optional<Verdict> latest(String model, String candidate) {
        return database.read(sql -> sql.first(
                "SELECT * FROM verdicts WHERE model = ? AND candidate = ? ORDER BY ordinal DESC LIMIT 1",
                Verdicts::verdict,
                model,
                candidate));
    }

    static Optional<Verdict> find(Sql sql, String id) {
        return sql.first("SELECT * FROM verdicts WHERE id = ?", Verdicts::verdict, id);
    }

    private static int insert(Sql sql, Verdict verdict) {
        if (!Versions.exists(sql, verdict.model(), verdict.candidate())) {
            throw new IllegalArgumentException("verdict " + verdict.id() + " is about version " + verdict.candidate()
                    + " of " + verdict.model() + ", which is not registered");
        }
        return sql.update(
                "INSERT INTO verdicts (id, ordinal, model, candidate, champion, decision, state, event_time, evidence)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                verdict.id(),
                sql.next("verdicts", "ordinal"),
                verdict.model(),
                verdict.candidate(),
                verdict.champion(),
                verdict.decision(),
                verdict.state(),
                verdict.eventTime(),
                verdict.evidence());
    }

    private static void requireSame(Verdict earlier, Verdict verdict) {
        if (!earlier.equals(verdict)) {
            throw new IllegalStateException("verdict " + verdict.id() + " was recorded before with other contents");
        }
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        return new Verdict(
                row.getString("id"),
                row.getString("model"),
                row.getString("candidate"),
                Sql.optionalText(row, "champion"),
                Decision.valueOf(row.getString("decision")),
                row.getString("state"),
                Sql.instant(row, "event_time"),
                row.getString("evidence"));
    }
}
