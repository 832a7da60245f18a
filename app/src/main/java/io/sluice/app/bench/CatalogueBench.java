package io.sluice.app.bench;

import io.sluice.models.ActionWeights;
import io.sluice.models.AlsModel;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import io.sluice.models.Query;
import io.sluice.models.Question;
import io.sluice.models.Step;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes to rank a whole catalogue for many sessions, by blocked products and partial top-k. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description =
                "Ranks a whole catalogue for many sessions with ALS factors: seconds, and what 100,000 would take.")
final class CatalogueBench implements Callable<Integer> {
    private static final int CHUNK = 64;
    private static final int HUNDRED_THOUSAND = 100_000;

    @Option(names = "--items", defaultValue = "100000", description = "Default ${DEFAULT-VALUE}.")
    private int items;

    @Option(names = "--sessions", defaultValue = "4000", description = "Default ${DEFAULT-VALUE}.")
    private int sessions;

    @Option(names = "--rank", defaultValue = "64", description = "Default ${DEFAULT-VALUE}.")
    private int rank;

    @Option(names = "-k", defaultValue = "20", description = "Default ${DEFAULT-VALUE}.")
    private int k;

    @Override
    public Integer call() {
        Random random = new Random(1);
        long begin = System.nanoTime();
        AlsModel model = model(random);
        System.out.println(String.format(
                Locale.ROOT, "model of %d items at rank %d ready after %.2f s", items, rank, seconds(begin)));
        List<Question> questions = IntStream.range(0, sessions)
                .mapToObj(session -> question(random))
                .toList();
        answer(model, questions.subList(0, Math.min(questions.size(), 4 * CHUNK)));
        begin = System.nanoTime();
        double used = CpuTime.seconds();
        answer(model, questions);
        double wall = seconds(begin);
        double processor = CpuTime.seconds() - used;
        System.out.println(String.format(
                Locale.ROOT,
                "%d sessions x %d items: %.2f s, %.2f processor seconds; 100,000 sessions: %.0f s, %.0f processor seconds",
                sessions,
                items,
                wall,
                processor,
                wall / sessions * HUNDRED_THOUSAND,
                processor / sessions * HUNDRED_THOUSAND));
        return 0;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private AlsModel model(Random random) {
        List<String> ids =
                IntStream.range(0, items).mapToObj(item -> "item-" + item).toList();
        float[] factors = new float[Math.multiplyExact(items, rank)];
        for (int at = 0; at < factors.length; at++) {
            factors[at] = (float) (0.1 * random.nextGaussian());
        }
        return AlsModel.of(
                PopularityModel.of(ItemCatalog.of(ids), new float[items]),
                ActionWeights.EQUAL,
                new AlsModel.Folding(rank, 20, 30, 0.5f, 10),
                factors);
    }

    private Question question(Random random) {
        List<Step> steps = IntStream.range(0, 5)
                .mapToObj(step -> new Step("item-" + random.nextInt(items), Action.VIEW, Instant.EPOCH))
                .toList();
        return new Question(new Query(Optional.empty(), steps, Instant.EPOCH, false), StockMask.ALL);
    }

    private void answer(AlsModel model, List<Question> questions) {
        IntStream.range(0, (questions.size() + CHUNK - 1) / CHUNK)
                .parallel()
                .forEach(chunk -> model.recommendAll(
                        questions.subList(chunk * CHUNK, Math.min(questions.size(), (chunk + 1) * CHUNK)), k));
    }
}
