package io.sluice.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remembers for a minute what was answered to calls that create something, in the same transaction as what they
 * created. A client that did not hear the answer repeats the call over another connection, and hears the first answer
 * again instead of an error about something that exists already. Over the connection that brought the first answer
 * the same call is a new one: its caller has read that answer.
 */
public final class Answers {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;

    Answers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Returns the answer that the same request was given, or makes and remembers one. All of it is kept, or nothing.
     *
     * @param request caller, call and body, in any form that tells requests apart
     * @param connection tells connections apart, those of an earlier process included
     */
    public String once(String request, String connection, Supplier<String> call) {
        String key = Sha256.of(request);
        return database.write(sql -> {
            sql.update("DELETE FROM answers WHERE given < ?", clock.instant().minus(REMEMBERED));
            Optional<String> earlier = sql.first(
                    "SELECT answer FROM answers WHERE request = ? AND connection <> ?",
                    row -> row.getString("answer"),
                    key,
                    connection);
            return earlier.orElseGet(() -> remember(sql, key, connection, call.get()));
        });
    }

    private String remember(Sql sql, String key, String connection, String answer) {
        sql.update(
                "INSERT INTO answers (request, connection, given, answer) VALUES (?, ?, ?, ?) ON CONFLICT (request)"
                        + " DO UPDATE SET connection = excluded.connection, given = excluded.given,"
                        + " answer = excluded.answer",
                key,
                connection,
                clock.instant(),
                answer);
        return answer;
    }
}
