package io.sluice.evaluator;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryFact;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** A shop where item i is mostly followed by item i + 1, and models that know it more or less well. */
final class Arena {
    static final int ITEMS = 60;
    static final Instant FROM = Instant.parse("2026-01-10T00:00:00Z");
    static final TimeRange RANGE = new TimeRange(FROM, FROM.plus(Duration.ofDays(1)));
    static final InventoryTimeline ALL_IN_STOCK = InventoryTimeline.of(List.of());
    private static final ItemCatalog CATALOGUE = ItemCatalog.of(
            IntStream.range(0, ITEMS).mapToObj(item -> "i" + item).toList());

    private Arena() {}

    /** One session of five steps for each user. */
    static Holdout holdout(int users) {
        SplitMix64 random = new SplitMix64(11);
        List<Interaction> rows = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int item = (int) (random.uniform() * ITEMS);
            Instant start = FROM.plusSeconds((long) (random.uniform() * 80_000));
            for (int step = 0; step < 5; step++) {
                rows.add(view("u" + user, start.plusSeconds(step * 30L), "i" + item));
                item = (item + (random.uniform() < 0.7 ? 1 : 2)) % ITEMS;
            }
        }
        return Holdout.of(Interactions.of(rows), RANGE);
    }

    static InventoryTimeline soldOut(String item) {
        Instant before = FROM.minusSeconds(60);
        return InventoryTimeline.of(List.of(new InventoryFact(
                "f1",
                before,
                before,
                item,
                OptionalLong.empty(),
                OptionalInt.of(0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
    }

    static Evaluation evaluation() {
        return new Evaluation(GatePolicy.DEFAULTS, new HoldoutScorer(2, () -> 0L));
    }

    /** A contest under ordinary circumstances. */
    static Contest contest(
            Contender candidate, Optional<Contender> champion, Contender popularity, Contender... yardsticks) {
        return new Contest(
                candidate,
                champion,
                popularity,
                List.of(yardsticks),
                Contest.Circumstances.ordinary(GatePolicy.DEFAULTS));
    }

    /** A model cut {@code days} before the holdout. */
    static Contender contender(String version, Recommender model, int days) {
        return new Contender(version, model, FROM.minus(Duration.ofDays(days)));
    }

    static Contender popularity() {
        return contender("pop", Guess.startingAt(query -> 0), 0);
    }

    /** Knows what follows, but for one in {@code errors} questions (which ones depends on {@code salt}). */
    static Recommender successor(int errors, long salt) {
        return Guess.startingAt(query -> {
            int last = last(query);
            long draw = new SplitMix64(query.at().toEpochMilli() * 31 + last + salt * 7919).next();
            return Math.floorMod(draw, errors) == 0 ? last + 2 : last + 1;
        });
    }

    static int last(Query query) {
        return query.steps().isEmpty()
                ? 0
                : CATALOGUE
                        .index(query.steps().get(query.steps().size() - 1).item())
                        .orElse(0);
    }

    private static Interaction view(String user, Instant time, String item) {
        return new Interaction(
                "e-" + time,
                0,
                time,
                time,
                user,
                user,
                Action.VIEW,
                item,
                1,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                "");
    }

    /** Ranks the catalogue from a first item on, upwards. */
    record Guess(ToIntFunction<Query> first, float score, boolean heedsStock) implements Recommender {
        static Guess startingAt(ToIntFunction<Query> first) {
            return new Guess(first, 1f, true);
        }

        @Override
        public Family family() {
            return Family.COVISITATION;
        }

        @Override
        public ItemCatalog items() {
            return CATALOGUE;
        }

        @Override
        public Ranking recommend(Query query, StockMask mask, int k) {
            int start = first.applyAsInt(query);
            int[] items = new int[k];
            float[] scores = new float[k];
            int size = 0;
            for (int i = 0; i < ITEMS && size < k; i++) {
                int item = Math.floorMod(start + i, ITEMS);
                if (!heedsStock || mask.sellable(item)) {
                    items[size] = item;
                    scores[size++] = score / (i + 1);
                }
            }
            return Ranking.of(items, scores, size);
        }
    }
}
