package io.sluice.trainer;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryFact;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.Query;
import io.sluice.models.Step;
import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A shop of a few days, written session by session. */
final class Shop {
    static final Instant OPENING = Instant.parse("2026-03-01T00:00:00Z");

    private final List<Interaction> rows = new ArrayList<>();
    private final List<InventoryFact> facts = new ArrayList<>();
    private int sessions;

    /** Four days on which whoever looks at a3 goes on to b3, and so for ten pairs; a0 and b0 are looked at the most. */
    static Shop ofPairs() {
        Shop shop = new Shop();
        for (int day = 0; day < 4; day++) {
            for (int pair = 0; pair < 10; pair++) {
                for (int shopper = 0; shopper < (pair == 0 ? 6 : 3); shopper++) {
                    shop.session(day, "a" + pair, "b" + pair);
                }
            }
        }
        return shop;
    }

    /** One shopper views these items, a minute apart. */
    Shop session(int day, String... items) {
        return session(day, Action.VIEW, items);
    }

    Shop session(int day, Action action, String... items) {
        sessions++;
        Instant start = OPENING.plus(Duration.ofDays(day)).plusSeconds(9 * 3600 + 30L * sessions);
        for (int at = 0; at < items.length; at++) {
            Instant time = start.plusSeconds(60L * at);
            rows.add(new Interaction(
                    "e" + sessions + "-" + at,
                    0,
                    time,
                    time,
                    "u" + sessions,
                    "s" + sessions,
                    action,
                    items[at],
                    1,
                    OptionalLong.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    items[at].substring(0, 1),
                    ""));
        }
        return this;
    }

    /** The inventory says that {@code item} exists. */
    Shop listed(int day, String item) {
        Instant time = OPENING.plus(Duration.ofDays(day));
        facts.add(new InventoryFact(
                "f" + item,
                time,
                time,
                item,
                OptionalLong.of(999),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    Interactions interactions() {
        return Interactions.of(rows);
    }

    TrainingSet set(int fromDay, int toDay) {
        return new TrainingSet(interactions(), InventoryTimeline.of(facts), days(fromDay, toDay));
    }

    static TimeRange days(int from, int to) {
        return new TimeRange(OPENING.plus(Duration.ofDays(from)), OPENING.plus(Duration.ofDays(to)));
    }

    static Query query(boolean allowSeen, String... items) {
        Instant now = OPENING.plus(Duration.ofDays(5));
        List<Step> steps = new ArrayList<>();
        for (String item : items) {
            steps.add(new Step(item, Action.VIEW, now.minusSeconds(items.length - steps.size())));
        }
        return new Query(Optional.of("somebody"), steps, now, allowSeen);
    }
}
