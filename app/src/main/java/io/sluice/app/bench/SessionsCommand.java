package io.sluice.app.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains on one file of sessions and answers another. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description =
                "Trains on a file of sessions, oldest first, and ranks the whole catalogue for every question of a test"
                        + " file. Nothing is tuned on the test file: it is opened after the configurations' hash is in the report.")
final class SessionsCommand implements Callable<Integer> {
    @Option(
            names = "--train",
            required = true,
            paramLabel = "FILE",
            description = "One session of item ids per line, oldest session first; gzip or plain.")
    private Path train;

    @Option(
            names = "--test",
            required = true,
            paramLabel = "FILE",
            description = "One question per line: prefix, tab, next item; gzip or plain.")
    private Path test;

    @Option(
            names = "--family",
            paramLabel = "F",
            split = ",",
            description = "Only these families (default: popularity, covisitation, session-knn and the shipped best).")
    private List<String> families = List.of();

    @Option(names = "-k", paramLabel = "K", description = "Length of the rankings (default: ${DEFAULT-VALUE}).")
    private int k = 20;

    @Option(names = "--json", paramLabel = "OUT", description = "Where to write the report.")
    private Path json;

    @Override
    public Integer call() {
        if (k < 1) {
            throw new IllegalArgumentException("-k must be at least 1, got " + k);
        }
        List<Contender> contenders = families.isEmpty()
                ? Contender.DEFAULTS
                : families.stream().map(Contender::named).toList();
        TrainingSet set = SessionLog.of(SessionFile.sessions(train));
        SealedReport report = SealedReport.of(contenders, train, k, Optional.ofNullable(json));
        System.out.println("configurations sha256 " + report.configurationHash());
        List<Fitted> fitted =
                contenders.stream().map(contender -> Fitted.of(contender, set)).toList();
        List<SessionFile.Question> questions = report.open(test);
        System.out.printf(
                Locale.ROOT,
                "%,d interactions, %,d questions; percent at %d%n%-16s %7s %7s %7s %9s %9s %9s %9s %8s %10s%n",
                set.interactions().size(),
                questions.size(),
                k,
                "family",
                "HR",
                "MRR",
                "NDCG",
                "coverage",
                "train s",
                "cpu s",
                "score s",
                "p99 ms",
                "bytes");
        List<ObjectNode> rows = new ArrayList<>();
        for (Fitted one : fitted) {
            rows.add(one.scored(Quality.of(one.model, questions, set.range().to(), k), k));
        }
        report.add(results(fitted, rows));
        return 0;
    }

    private static ObjectNode results(List<Fitted> fitted, List<ObjectNode> rows) {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        results.putArray("families").addAll(rows);
        int best = fitted.size() - 1;
        for (int at = 0; at < fitted.size(); at++) {
            best = fitted.get(at).contender.equals(Contender.BEST) ? at : best;
        }
        results.set("best", rows.get(best));
        return results;
    }

    /** A trained model and what it cost. */
    private record Fitted(Contender contender, Recommender model, double seconds, double cpuSeconds, long bytes) {
        private static Fitted of(Contender contender, TrainingSet set) {
            long begin = System.nanoTime();
            double cpu = CpuTime.seconds();
            Recommender model =
                    contender.recipe().trainer().train(set, contender.recipe().seed(), TrainingListener.NONE);
            return new Fitted(
                    contender, model, (System.nanoTime() - begin) / 1e9, CpuTime.seconds() - cpu, bytes(model));
        }

        private static long bytes(Recommender model) {
            try {
                Path directory = Files.createTempDirectory("sluice-bench");
                try {
                    ModelFiles.save(model, directory);
                    return Files.size(directory.resolve(ModelFiles.FILE));
                } finally {
                    Files.deleteIfExists(directory.resolve(ModelFiles.FILE));
                    Files.delete(directory);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write a model to measure its size", failure);
            }
        }

        private ObjectNode scored(Quality quality, int k) {
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %7.2f %7.2f %7.2f %9.2f %9.1f %9.1f %9.1f %8.2f %,10d%n",
                    contender.name(),
                    100 * quality.hitRate(),
                    100 * quality.mrr(),
                    100 * quality.ndcg(),
                    100 * quality.coverage(),
                    seconds,
                    cpuSeconds,
                    quality.seconds(),
                    quality.p99Millis(),
                    bytes);
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("name", contender.name());
            row.put("hr@" + k, quality.hitRate());
            row.put("mrr@" + k, quality.mrr());
            row.put("ndcg@" + k, quality.ndcg());
            row.put("coverage", quality.coverage());
            row.put("trainSeconds", seconds);
            row.put("scoreSeconds", quality.seconds());
            row.put("bytes", bytes);
            row.put("trainCpuSeconds", cpuSeconds);
            row.put("p99Millis", quality.p99Millis());
            return row;
        }
    }
}
