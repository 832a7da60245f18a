package io.sluice.app;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.Warehouse;
import io.sluice.models.Query;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.Step;
import io.sluice.registry.Registry;
import io.sluice.schemas.Action;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the champion. */
@Command(
        name = "recommend",
        mixinStandardHelpOptions = true,
        description = "Loads the champion through the registry and asks it for items that are in stock.")
final class RecommendCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(
            names = "--items",
            split = ",",
            paramLabel = "A,B",
            description = "What the shopper has looked at in this session, oldest first.")
    private List<String> items = List.of();

    @Option(names = "--user", description = "Pseudonymous key of the shopper.")
    private String user;

    @Option(names = "-k", description = "How many (default: ${DEFAULT-VALUE}).")
    private int k = 20;

    @Override
    public Integer call() {
        Path directory = home.path();
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC());
                Warehouse warehouse = Warehouse.open(directory.resolve("warehouse"))) {
            Champions champions = new Champions(registry, home.model(), directory.resolve("work/models"));
            String version = champions
                    .current()
                    .orElseThrow(() -> new IllegalArgumentException("no version is champion yet; see: sluice models"));
            Recommender model = champions.load(version);
            Manifest manifest = champions.manifest(version);
            Instant now = manifest.split().holdout().to();
            InventoryTimeline inventory = new CutReader(warehouse).inventory(manifest.cut(), now);
            answer(version, model, inventory, now);
            return 0;
        }
    }

    private void answer(String version, Recommender model, InventoryTimeline inventory, Instant now) {
        List<Step> steps =
                items.stream().map(item -> new Step(item, Action.VIEW, now)).toList();
        InventoryTimeline.Cursor cursor = inventory.cursor();
        cursor.advanceTo(now);
        Ranking ranking = model.recommend(
                new Query(Optional.ofNullable(user), steps, now, true),
                item -> cursor.sellable(model.items().id(item)),
                k);
        items.stream()
                .filter(item -> model.items().index(item).isEmpty())
                .forEach(item -> System.err.println("sluice: the champion does not know item " + item));
        System.out.println("champion v" + version + " (" + model.family().label() + "), stock as of " + now);
        for (int rank = 0; rank < ranking.size(); rank++) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%4d  %-24s %10.5f",
                    rank + 1,
                    model.items().id(ranking.item(rank)),
                    ranking.score(rank)));
        }
    }
}
