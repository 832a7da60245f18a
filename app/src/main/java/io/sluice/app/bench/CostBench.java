package io.sluice.app.bench;

import io.sluice.dataset.Interaction;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.Family;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import io.sluice.schemas.Action;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What training costs as interactions grow: processor seconds and the model's bytes, with the exponents fitted to them. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = "Training cost of each family as simulated interactions grow 1x to 30x, with fitted exponents.")
final class CostBench implements Callable<Integer> {
    private static final int[] TIMES = {1, 3, 10, 30};
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(14);

    @Option(names = "--base", defaultValue = "10000", description = "Interactions at 1x (${DEFAULT-VALUE}).")
    private int base;

    @Option(names = "--items", defaultValue = "2000", description = "Items at every size (${DEFAULT-VALUE}).")
    private int items;

    @Option(
            names = "--families",
            split = ",",
            defaultValue = "popularity,covisitation,session-knn,als",
            description = "Default ${DEFAULT-VALUE}.")
    private List<String> families;

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("sluice-cost");
        System.out.println("family         interactions  processor s  model bytes");
        try {
            for (String label : families) {
                double[] seconds = new double[TIMES.length];
                double[] bytes = new double[TIMES.length];
                for (int at = 0; at < TIMES.length; at++) {
                    TrainingSet set = simulated(base * TIMES[at]);
                    Recipe recipe = new Recipe(Family.of(label), Map.of(), 1);
                    // The first run compiles the loops.
                    recipe.trainer().train(set, 1, TrainingListener.NONE);
                    double used = CpuTime.seconds();
                    Recommender model = recipe.trainer().train(set, 1, TrainingListener.NONE);
                    seconds[at] = CpuTime.seconds() - used;
                    ModelFiles.save(model, directory);
                    bytes[at] = Files.size(directory.resolve(ModelFiles.FILE));
                    System.out.println(String.format(
                            Locale.ROOT,
                            "%-14s %12d  %11.3f  %11.0f",
                            label,
                            base * TIMES[at],
                            seconds[at],
                            bytes[at]));
                }
                System.out.println(String.format(
                        Locale.ROOT, "%-14s     exponent  %11.2f  %11.2f", label, exponent(seconds), exponent(bytes)));
            }
        } finally {
            Files.deleteIfExists(directory.resolve(ModelFiles.FILE));
            Files.deleteIfExists(directory);
        }
        return 0;
    }

    /** The slope of a line through the logarithms, by least squares. */
    private static double exponent(double[] costs) {
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int at = 0; at < TIMES.length; at++) {
            double size = Math.log(TIMES[at]);
            double cost = Math.log(costs[at]);
            x += size;
            y += cost;
            xx += size * size;
            xy += size * cost;
        }
        return (TIMES.length * xy - x * y) / (TIMES.length * xx - x * x);
    }

    /** Sessions of one to nine views that stay near a place of the catalogue; front places draw more shoppers. */
    private TrainingSet simulated(int interactions) {
        Random random = new Random(1);
        List<Interaction> rows = new ArrayList<>(interactions);
        for (int session = 0; rows.size() < interactions; session++) {
            Instant start = BEGIN.plusMillis((long) (random.nextDouble() * SPAN.toMillis()));
            double place = random.nextDouble();
            int length = 1 + random.nextInt(9);
            for (int step = 0; step < length && rows.size() < interactions; step++) {
                int item = (int) (items * place * place + 15 * random.nextGaussian());
                rows.add(view(session, step, Math.floorMod(item, items), start.plusSeconds(40L * step)));
            }
        }
        TimeRange range = new TimeRange(BEGIN, BEGIN.plus(SPAN).plus(Duration.ofHours(1)));
        return new TrainingSet(Interactions.of(rows), InventoryTimeline.of(List.of()), range);
    }

    private static Interaction view(int session, int step, int item, Instant time) {
        return new Interaction(
                "e" + session + "-" + step,
                0,
                time,
                time,
                "u" + session,
                "s" + session,
                Action.VIEW,
                "item-" + item,
                1,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                "");
    }
}
