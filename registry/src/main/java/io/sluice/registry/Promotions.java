package io.sluice.registry;

import io.sluice.registry.MoveResult.Moved;
import io.sluice.registry.MoveResult.Reason;
import io.sluice.registry.MoveResult.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aliases: each move is a compare-and-set that writes alias, log entry and outbox row in one transaction. */
final class Promotions {
    private static final Logger log = LoggerFactory.getLogger(Promotions.class);

    private final Database database;
    private final Clock clock;

    Promotions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    MoveResult promote(Promotion promotion) {
        Move move = promotion.move();
        return moved(sql -> promotion.refusal(sql).orElseGet(() -> move(sql, move)));
    }

    /** A compare-and-set that rests on a verdict. */
    record Promotion(
            String model,
            String alias,
            Optional<String> expectedFrom,
            OptionalLong fencingToken,
            String to,
            String verdictId,
            Cause cause) {
        private Move move() {
            return new Move(model, alias, MoveKind.PROMOTED, Optional.of(to), Optional.of(verdictId), cause);
        }

        private Optional<MoveResult> refusal(Sql sql) {
            return Freezes.current(sql)
                    .<MoveResult>map(freeze ->
                            new Refused(Reason.FROZEN, "promotions are frozen by " + freeze.by() + ": " + freeze.why()))
                    .or(() -> lostRace(sql))
                    .or(() -> unfitVerdict(sql));
        }

        private Optional<MoveResult> lostRace(Sql sql) {
            Optional<String> current = PromotionLog.current(sql, model, alias);
            long token = PromotionLog.lastSequence(sql, model, alias);
            if (fencingToken.isPresent() && fencingToken.getAsLong() != token) {
                return refused(
                        Reason.LOST_RACE,
                        alias + " has moved: its fencing token is " + token + ", not " + fencingToken.getAsLong());
            }
            return current.equals(expectedFrom)
                    ? Optional.empty()
                    : refused(
                            Reason.LOST_RACE,
                            alias + " names " + current.orElse("nothing") + ", expected "
                                    + expectedFrom.orElse("nothing"));
        }

        private Optional<MoveResult> unfitVerdict(Sql sql) {
            Optional<Verdict> verdict = Verdicts.find(sql, verdictId);
            boolean fits = verdict.filter(found -> found.model().equals(model)
                            && found.candidate().equals(to)
                            && found.champion().equals(expectedFrom)
                            && found.decision() == Decision.PROMOTE)
                    .isPresent();
            return fits
                    ? Optional.empty()
                    : refused(
                            Reason.NO_SUCH_VERDICT,
                            "version " + to + " may replace " + expectedFrom.orElse("nothing")
                                    + " only by a verdict that says so; " + verdictId + " is "
                                    + verdict.map(Promotion::summary).orElse("unknown"));
        }

        private static String summary(Verdict verdict) {
            return verdict.decision() + " for version " + verdict.candidate() + " of " + verdict.model() + " against "
                    + verdict.champion().orElse("nothing");
        }
    }

    MoveResult force(String model, String alias, String to, Cause cause) {
        return moved(
                sql -> move(sql, new Move(model, alias, MoveKind.FORCED, Optional.of(to), Optional.empty(), cause)));
    }

    MoveResult rollback(String model, String alias, Cause cause) {
        return moved(sql -> new AliasHistory(PromotionLog.of(sql, model, alias))
                .previous()
                .map(previous -> move(
                        sql,
                        new Move(model, alias, MoveKind.ROLLED_BACK, Optional.of(previous), Optional.empty(), cause)))
                .orElseGet(() -> new Refused(
                        Reason.NOTHING_EARLIER, alias + " of " + model + " has named no other version before")));
    }

    MoveResult remove(String model, String alias, Cause cause) {
        if (alias.equals(Registry.CHAMPION)) {
            throw new IllegalArgumentException("the champion can be replaced, not removed");
        }
        return moved(
                sql -> move(sql, new Move(model, alias, MoveKind.REMOVED, Optional.empty(), Optional.empty(), cause)));
    }

    long fencingToken(String model, String alias) {
        return database.read(sql -> PromotionLog.lastSequence(sql, model, alias));
    }

    Optional<String> current(String model, String alias) {
        return database.read(sql -> PromotionLog.current(sql, model, alias));
    }

    AliasHistory history(String model, String alias) {
        return new AliasHistory(database.read(sql -> PromotionLog.of(sql, model, alias)));
    }

    List<PromotionEntry> log(String model) {
        return database.read(sql -> PromotionLog.of(sql, model));
    }

    /** Sets every alias of a model to what the log says, and returns them. */
    Map<String, String> rebuildAliases(String model) {
        return database.write(sql -> {
            Map<String, String> rebuilt = new TreeMap<>();
            for (PromotionEntry entry : PromotionLog.of(sql, model)) {
                entry.to().ifPresentOrElse(to -> rebuilt.put(entry.alias(), to), () -> rebuilt.remove(entry.alias()));
            }
            sql.update("DELETE FROM aliases WHERE model = ?", model);
            rebuilt.forEach((alias, to) -> PromotionLog.pointAlias(sql, model, alias, Optional.of(to)));
            return rebuilt;
        });
    }

    List<PromotionEntry> pendingAnnouncements() {
        return database.read(PromotionLog::unannounced);
    }

    void markAnnounced(long sequence) {
        database.write(sql -> sql.update(
                "UPDATE outbox SET announced = ? WHERE sequence = ? AND announced IS NULL", clock.instant(), sequence));
    }

    List<PromotionEntry> undelivered(String subscriber, int most) {
        return database.read(sql -> PromotionLog.after(sql, delivered(sql, subscriber), most));
    }

    void markDelivered(String subscriber, long sequence) {
        database.write(sql -> sql.update(
                "INSERT INTO subscribers (name, delivered) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET delivered ="
                        + " excluded.delivered WHERE excluded.delivered > subscribers.delivered",
                subscriber,
                sequence));
    }

    private static long delivered(Sql sql, String subscriber) {
        return sql.first(
                        "SELECT delivered FROM subscribers WHERE name = ?", row -> row.getLong("delivered"), subscriber)
                .orElse(0L);
    }

    static void requireDeletable(Sql sql, String model, String version) {
        if (sql.exists(
                "SELECT 1 FROM promotions WHERE model = ? AND alias = ? AND to_version = ?",
                model,
                Registry.CHAMPION,
                version)) {
            throw new IllegalStateException(
                    "version " + version + " of " + model + " was champion and is kept for ever");
        }
        if (sql.exists("SELECT 1 FROM aliases WHERE model = ? AND version = ?", model, version)) {
            throw new IllegalStateException("version " + version + " of " + model + " is named by an alias");
        }
    }

    /** @throws IllegalStateException if the model ever had a champion: its name is in the log for ever */
    static void requireNeverChampion(Sql sql, String model) {
        if (sql.exists("SELECT 1 FROM promotions WHERE model = ? AND alias = ?", model, Registry.CHAMPION)) {
            throw new IllegalStateException(
                    model + " has had a champion: it is neither renamed nor deleted, because the log names it");
        }
    }

    /** Lets every alias of a model name nothing. */
    static void removeAll(Sql sql, String model, Cause cause, Instant now) {
        sql.list("SELECT alias FROM aliases WHERE model = ? ORDER BY alias", row -> row.getString("alias"), model)
                .forEach(alias -> PromotionLog.append(
                        sql, new Move(model, alias, MoveKind.REMOVED, Optional.empty(), Optional.empty(), cause), now));
    }

    private MoveResult moved(Function<Sql, MoveResult> attempt) {
        MoveResult result = database.write(attempt);
        report(result);
        return result;
    }

    private MoveResult move(Sql sql, Move move) {
        Optional<String> from = PromotionLog.current(sql, move.model(), move.alias());
        if (from.equals(move.to())) {
            return new Refused(Reason.ALREADY_THERE, move.alias() + " names " + from.orElse("nothing") + " already");
        }
        if (move.to().filter(to -> !Versions.exists(sql, move.model(), to)).isPresent()) {
            return new Refused(
                    Reason.UNKNOWN_VERSION,
                    move.model() + " has no version " + move.to().orElseThrow());
        }
        return new Moved(PromotionLog.append(sql, move, clock.instant()));
    }

    private static Optional<MoveResult> refused(Reason reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }

    private static void report(MoveResult result) {
        result.moved()
                .ifPresent(entry -> log.info(
                        "event=moved sequence={} model={} alias={} kind={} from={} to={} by={}",
                        entry.sequence(),
                        entry.model(),
                        entry.alias(),
                        entry.kind(),
                        entry.from().orElse("-"),
                        entry.to().orElse("-"),
                        entry.cause().by()));
        if (result instanceof Refused refused) {
            log.info("event=not_moved reason={} detail=\"{}\"", refused.reason(), refused.detail());
        }
    }
}
