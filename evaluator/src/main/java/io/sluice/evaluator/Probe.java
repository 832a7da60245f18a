package io.sluice.evaluator;

import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.Step;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a model what serving may ask and a holdout does not: no context, items it never saw, half of the stock gone. */
final class Probe {
    private final Recommender model;
    private final Instant at;
    private final int k;

    Probe(Recommender model, Instant at, int k) {
        this.model = model;
        this.at = at;
        this.k = k;
    }

    /** What went wrong, in words; empty if nothing did. */
    List<String> faults() {
        StockMask everySecond = item -> item % 2 == 0;
        List<String> faults = new ArrayList<>();
        ask("no context", new Query(Optional.empty(), List.of(), at, true), StockMask.ALL)
                .ifPresent(faults::add);
        ask("unknown items", unknown(), StockMask.ALL).ifPresent(faults::add);
        ask("half of the stock", new Query(Optional.empty(), List.of(), at, false), everySecond)
                .ifPresent(faults::add);
        return faults;
    }

    private Query unknown() {
        Step step = new Step("no such item", Action.VIEW, at);
        return new Query(Optional.of("no such user"), List.of(step), at, false);
    }

    private Optional<String> ask(String question, Query query, StockMask mask) {
        try {
            return fault(model.recommend(query, mask, k), mask).map(fault -> question + ": " + fault);
        } catch (RuntimeException broken) {
            // The model on trial is foreign to us: whatever it throws is evidence against it, not our failure.
            return Optional.of(question + ": " + broken);
        }
    }

    private Optional<String> fault(Ranking ranking, StockMask mask) {
        if (ranking.size() > k) {
            return Optional.of(ranking.size() + " items where " + k + " were asked for");
        }
        for (int rank = 0; rank < ranking.size(); rank++) {
            int item = ranking.item(rank);
            if (item < 0 || item >= model.items().size()) {
                return Optional.of("unknown item " + item);
            }
            if (!Float.isFinite(ranking.score(rank))) {
                return Optional.of("score " + ranking.score(rank));
            }
            if (!mask.sellable(item)) {
                return Optional.of("unsellable item " + model.items().id(item));
            }
        }
        return Optional.empty();
    }
}
