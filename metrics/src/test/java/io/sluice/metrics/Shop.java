package io.sluice.metrics;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryFact;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A few shoppers by hand. Times are seconds since the epoch; the holdout is [100, 200). */
final class Shop {
    static final TimeRange RANGE = new TimeRange(Instant.ofEpochSecond(100), Instant.ofEpochSecond(200));

    private final List<Interaction> rows = new ArrayList<>();
    private final List<InventoryFact> facts = new ArrayList<>();

    Shop did(String user, long second, Action action, String item) {
        return did(user, second, action, item, "", OptionalLong.empty());
    }

    Shop did(String user, long second, Action action, String item, String category, OptionalLong price) {
        Instant time = Instant.ofEpochSecond(second);
        rows.add(new Interaction(
                "e" + rows.size(),
                0,
                time,
                time.plusSeconds(1),
                user,
                user + "-1",
                action,
                item,
                1,
                price,
                Optional.empty(),
                OptionalInt.empty(),
                category,
                "mobile"));
        return this;
    }

    Shop stock(long second, String item, int stock) {
        Instant time = Instant.ofEpochSecond(second);
        facts.add(new InventoryFact(
                "f" + facts.size(),
                time,
                time,
                item,
                OptionalLong.empty(),
                OptionalInt.of(stock),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    Interactions data() {
        return Interactions.of(rows);
    }

    Holdout holdout() {
        return Holdout.of(data(), RANGE);
    }

    InventoryTimeline timeline() {
        return InventoryTimeline.of(facts);
    }

    /** Recommends its catalogue in the order given, as far as the mask allows. */
    record Fixed(ItemCatalog items) implements Recommender {
        static Fixed of(String... ids) {
            return new Fixed(ItemCatalog.of(List.of(ids)));
        }

        @Override
        public Family family() {
            return Family.POPULARITY;
        }

        @Override
        public Ranking recommend(Query query, StockMask mask, int k) {
            int[] ranked = new int[items.size()];
            float[] scores = new float[items.size()];
            int size = 0;
            for (int item = 0; item < items.size() && size < k; item++) {
                if (mask.sellable(item)) {
                    ranked[size] = item;
                    scores[size++] = -item;
                }
            }
            return Ranking.of(ranked, scores, size);
        }
    }
}
