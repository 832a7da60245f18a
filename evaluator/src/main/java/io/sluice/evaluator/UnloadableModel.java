package io.sluice.evaluator;

import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import java.util.List;

/**
 * Stands for a candidate whose files cannot be loaded: it fails on every question, saying why, so that it is rejected as
 * not servable with that reason.
 *
 * @param family as its manifest names it
 */
public record UnloadableModel(Family family, String why) implements Recommender {
    @Override
    public ItemCatalog items() {
        return ItemCatalog.of(List.of());
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        throw new IllegalStateException("cannot be loaded: " + why);
    }
}
