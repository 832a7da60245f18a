package io.sluice.app.bench;

import io.sluice.models.Recommender;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how soon a stored model answers. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description =
                "Trains on simulated sessions over a large catalogue, and measures from opening each stored model to its"
                        + " first answer.")
final class LoadCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(names = "--items", description = "Size of the catalogue (default: ${DEFAULT-VALUE}).")
    private int items = 100_000;

    @Option(names = "--sessions", description = "How many sessions (default: ${DEFAULT-VALUE}).")
    private int sessions = 200_000;

    @Option(names = "--family", split = ",", paramLabel = "F", description = "Only these families.")
    private List<String> families = List.of();

    @Override
    public Integer call() {
        if (items < 10 || sessions < 1) {
            throw new IllegalArgumentException(
                    "needs --items of at least 10 and --sessions of at least 1, got " + items + " and " + sessions);
        }
        TrainingSet set = SessionLog.of(simulated());
        System.out.printf(Locale.ROOT, "%-16s %9s %9s %11s%n", "family", "items", "load ms", "bytes");
        for (Contender contender : families.isEmpty()
                ? Contender.DEFAULTS
                : families.stream().map(Contender::named).toList()) {
            Recommender model = contender.recipe().trainer().train(set, SEED, TrainingListener.NONE);
            Stored stored = Stored.of(model);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %,9d %9.0f %,11d%n",
                    contender.name(),
                    model.items().size(),
                    stored.loadMillis(),
                    stored.bytes());
        }
        return 0;
    }

    /** Every item once, then neighbours of a popular one. */
    private List<List<String>> simulated() {
        Random random = new Random(SEED);
        List<List<String>> simulated = new ArrayList<>();
        for (int item = 0; item + 1 < items; item += 2) {
            simulated.add(List.of("item-" + item, "item-" + (item + 1)));
        }
        while (simulated.size() < sessions) {
            double popular = random.nextDouble();
            int middle = (int) (popular * popular * (items - 8));
            List<String> session = new ArrayList<>();
            int length = 2 + random.nextInt(5);
            for (int at = 0; at < length; at++) {
                session.add("item-" + (middle + random.nextInt(8)));
            }
            simulated.add(session);
        }
        return simulated;
    }
}
