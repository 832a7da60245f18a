package io.sluice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.metrics.Holdout;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.Step;
import io.sluice.simulator.Tastes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * How good recommendations truly are: the probability that the shopper's next item is among them, taken from the simulated
 * shop's own tastes instead of from what shoppers happened to do. Models are never told.
 */
final class TrueUtility {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Asked of a day, evenly spread: enough for two digits. */
    private static final int QUESTIONS = 400;

    private final Tastes tastes;
    private final int k;

    TrueUtility(Tastes tastes, int k) {
        this.tastes = tastes;
        this.k = k;
    }

    /**
     * The mean utility of each model on the questions of a holdout, and of the best list that there could be.
     *
     * @param models by the name that the report gives them; those that are not there are null in the report
     */
    ObjectNode of(Holdout holdout, InventoryTimeline inventory, Map<String, Optional<Recommender>> models) {
        ObjectNode report = JSON.createObjectNode();
        Map<String, BiFunction<Query, InventoryTimeline.Cursor, List<String>>> lists = new LinkedHashMap<>();
        models.forEach((name, model) -> {
            report.putNull(name);
            model.ifPresent(present -> lists.put(name, (query, stock) -> list(present, query, stock)));
        });
        lists.put("best", (query, stock) -> tastes.best(last(query), query.at(), k));
        lists.forEach((name, list) -> report.put(name, mean(holdout, inventory, list)));
        return report;
    }

    private double mean(
            Holdout holdout,
            InventoryTimeline inventory,
            BiFunction<Query, InventoryTimeline.Cursor, List<String>> recommended) {
        InventoryTimeline.Cursor stock = inventory.cursor();
        int step = Math.max(1, holdout.targets() / QUESTIONS);
        double sum = 0;
        int asked = 0;
        for (int target = 0; target < holdout.targets(); target += step) {
            Instant at = holdout.time(target);
            stock.advanceTo(at);
            Query query = holdout.query(target);
            sum += tastes.utility(last(query), at, recommended.apply(query, stock));
            asked++;
        }
        return asked == 0 ? 0 : sum / asked;
    }

    private static String last(Query query) {
        List<Step> steps = query.steps();
        return steps.get(steps.size() - 1).item();
    }

    private List<String> list(Recommender model, Query query, InventoryTimeline.Cursor stock) {
        Ranking ranking =
                model.recommend(query, item -> stock.sellable(model.items().id(item)), k);
        return IntStream.range(0, ranking.size())
                .mapToObj(rank -> model.items().id(ranking.item(rank)))
                .toList();
    }
}
