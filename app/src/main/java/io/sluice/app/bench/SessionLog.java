package io.sluice.app.bench;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.Query;
import io.sluice.models.Step;
import io.sluice.schemas.Action;
import io.sluice.trainer.TrainingSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Sessions without times as a log of views. Their order is all that is known, so they are spread evenly over {@link #SPAN};
 * the steps of one session happen at one moment, in the order of their ids.
 */
final class SessionLog {
    /** What families that count in days take the file to cover. */
    static final Duration SPAN = Duration.ofDays(90);

    private static final Instant START = Instant.EPOCH;
    /** Of as many digits as any, so that ids order as numbers do. */
    private static final long FIRST_ID = 1_000_000_000_000L;

    private SessionLog() {}

    static TrainingSet of(List<List<String>> sessions) {
        long spacing = Math.max(1, SPAN.toMillis() / sessions.size());
        List<Interaction> rows = new ArrayList<>();
        for (int session = 0; session < sessions.size(); session++) {
            Instant time = START.plusMillis(session * spacing);
            String name = Integer.toString(session);
            for (String item : sessions.get(session)) {
                rows.add(view(Long.toString(FIRST_ID + rows.size()), name, item, time));
            }
        }
        Instant end = START.plusMillis(sessions.size() * spacing);
        return new TrainingSet(Interactions.of(rows), InventoryTimeline.of(List.of()), new TimeRange(START, end));
    }

    private static Interaction view(String id, String session, String item, Instant time) {
        return new Interaction(
                id,
                0,
                time,
                time,
                session,
                session,
                Action.VIEW,
                item,
                1,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                "");
    }

    /** What comes after {@code before}, asked when the log has ended; items of the session may be the answer. */
    static Query query(List<String> before, Instant now) {
        List<Step> steps =
                before.stream().map(item -> new Step(item, Action.VIEW, now)).toList();
        return new Query(Optional.empty(), steps, now, true);
    }
}
