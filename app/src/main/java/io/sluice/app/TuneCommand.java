package io.sluice.app;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.Warehouse;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.Family;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.Registry;
import io.sluice.trainer.tuning.GridSearch;
import io.sluice.trainer.tuning.MedianStopping;
import io.sluice.trainer.tuning.ParzenSearch;
import io.sluice.trainer.tuning.RandomSearch;
import io.sluice.trainer.tuning.RecipeObjective;
import io.sluice.trainer.tuning.RegistryTrials;
import io.sluice.trainer.tuning.RollingWindows;
import io.sluice.trainer.tuning.Search;
import io.sluice.trainer.tuning.SearchSpace;
import io.sluice.trainer.tuning.Trial;
import io.sluice.trainer.tuning.Tuning;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches a family's parameters on the days that the newest version learnt from; the holdout is not among them. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = "Searches a family's parameters on rolling windows; each trial is a run in the registry.")
final class TuneCommand implements Callable<Integer> {
    enum Method {
        BAYESIAN,
        RANDOM,
        GRID
    }

    @Mixin
    private HomeOption home;

    @Option(names = "--family", required = true, description = "As `sluice models` names it, such as session-knn.")
    private String family;

    @Option(names = "--search", defaultValue = "BAYESIAN", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Method method;

    @Option(names = "--trials", defaultValue = "20", description = "Earlier ones included (${DEFAULT-VALUE}).")
    private int trials;

    @Option(names = "--windows", defaultValue = "3", description = "Windows to score on (${DEFAULT-VALUE}).")
    private int windows;

    @Option(names = "--window", defaultValue = "P1D", description = "Length of each (${DEFAULT-VALUE}).")
    private Duration window;

    @Option(names = "--seed", defaultValue = "1", description = "Of search and training (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "-k", defaultValue = "20", description = "Length of the rankings (${DEFAULT-VALUE}).")
    private int k;

    @Override
    public Integer call() {
        Family tuned = Family.of(family);
        Path directory = home.path();
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC());
                Warehouse warehouse = Warehouse.open(directory.resolve("warehouse"))) {
            Manifest manifest = newest(registry, directory);
            CutReader reader = new CutReader(warehouse);
            Interactions data = reader.interactions(manifest.cut(), manifest.learning());
            InventoryTimeline inventory =
                    reader.inventory(manifest.cut(), manifest.learning().to());
            SearchSpace space = SearchSpace.of(tuned);
            String experiment = "tuning " + family + " " + method.name().toLowerCase(Locale.ROOT) + " on "
                    + manifest.learning() + " by " + windows + " of " + window + ", seed " + seed;
            RegistryTrials log = new RegistryTrials(registry, experiment);
            Optional<Trial> best = new Tuning(
                            space,
                            search(space.dimensions().size()),
                            RollingWindows.of(manifest.learning(), window, windows),
                            new MedianStopping(4),
                            log)
                    .run(
                            trials,
                            new RecipeObjective(
                                    tuned, seed, data, inventory, new HoldoutScorer(2, System::nanoTime), k));
            print(experiment, log.done(), best);
            return 0;
        }
    }

    private Manifest newest(Registry registry, Path directory) {
        List<ModelVersion> versions = registry.versions(home.model());
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("there is no version in " + directory
                    + " yet, so no days to tune on; run `sluice demo` there first");
        }
        String version = versions.stream()
                .map(ModelVersion::version)
                .max(Comparator.comparingInt(Integer::parseInt))
                .orElseThrow();
        return new Champions(registry, home.model(), directory.resolve("work/models")).manifest(version);
    }

    private Search search(int dimensions) {
        return switch (method) {
            case BAYESIAN -> new ParzenSearch(dimensions, Math.max(2, trials / 4), seed);
            case RANDOM -> new RandomSearch(dimensions, seed);
            case GRID -> new GridSearch(dimensions, 3);
        };
    }

    private static void print(String experiment, List<Trial> done, Optional<Trial> best) {
        System.out.println("experiment \"" + experiment + "\"");
        for (Trial trial : done) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%4d  %.5f  %-8s %s",
                    trial.number(),
                    trial.mean(),
                    trial.stopped() ? "stopped" : "",
                    new TreeMap<>(trial.parameters())));
        }
        best.ifPresent(trial -> System.out.println("best  " + new TreeMap<>(trial.parameters())));
    }
}
