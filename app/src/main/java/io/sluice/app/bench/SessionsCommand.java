package io.sluice.app.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.models.Recommender;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
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
            paramLabel = "FILE",
            description = "One question per line: prefix, tab, next item; gzip or plain. Required but for --ablation.")
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

    @Option(
            names = "--ablation",
            description = "First show what each part of the shipped best adds, on the last part of the training file.")
    private boolean ablation;

    @Override
    public Integer call() {
        if (k < 1) {
            throw new IllegalArgumentException("-k must be at least 1, got " + k);
        }
        if (test == null && !ablation) {
            throw new IllegalArgumentException("--test FILE is missing; without it there is only --ablation");
        }
        List<List<String>> sessions = SessionFile.sessions(train);
        if (ablation) {
            new Ablation(sessions).print(k);
        }
        if (test != null) {
            compare(sessions);
        }
        return 0;
    }

    private void compare(List<List<String>> sessions) {
        List<Contender> contenders = families.isEmpty()
                ? Contender.DEFAULTS
                : families.stream().map(Contender::named).toList();
        TrainingSet set = SessionLog.of(sessions);
        SealedReport report = SealedReport.of(contenders, train, k, Optional.ofNullable(json));
        System.out.println("configurations sha256 " + report.configurationHash());
        List<Fitted> fitted =
                contenders.stream().map(contender -> Fitted.of(contender, set)).toList();
        List<SessionFile.Question> questions = report.open(test);
        System.out.printf(
                Locale.ROOT,
                "%,d interactions, %,d questions; percent at %d%n%-16s %7s %7s %7s %9s %9s %9s %9s %9s %8s %8s %8s %11s%n",
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
                "per cpu s",
                "p99 ms",
                "cpu ms",
                "load ms",
                "bytes");
        List<ObjectNode> rows = new ArrayList<>();
        for (Fitted one : fitted) {
            rows.add(one.scored(Quality.of(one.model, questions, set.range().to(), k), k));
        }
        report.add(results(fitted, rows));
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
    private record Fitted(Contender contender, Recommender model, double seconds, double cpuSeconds, Stored stored) {
        private static Fitted of(Contender contender, TrainingSet set) {
            long begin = System.nanoTime();
            double cpu = CpuTime.seconds();
            Recommender model =
                    contender.recipe().trainer().train(set, contender.recipe().seed(), TrainingListener.NONE);
            return new Fitted(
                    contender, model, (System.nanoTime() - begin) / 1e9, CpuTime.seconds() - cpu, Stored.of(model));
        }

        private ObjectNode scored(Quality quality, int k) {
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %7.2f %7.2f %7.2f %9.2f %9.1f %9.1f %9.1f %,9.0f %8.2f %8.2f %8.0f %,11d%n",
                    contender.name(),
                    100 * quality.hitRate(),
                    100 * quality.mrr(),
                    100 * quality.ndcg(),
                    100 * quality.coverage(),
                    seconds,
                    cpuSeconds,
                    quality.seconds(),
                    quality.cost().perCpuSecond(),
                    quality.cost().p99Millis(),
                    quality.cost().p99CpuMillis(),
                    stored.loadMillis(),
                    stored.bytes());
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("name", contender.name());
            row.put("hr@" + k, quality.hitRate());
            row.put("mrr@" + k, quality.mrr());
            row.put("ndcg@" + k, quality.ndcg());
            row.put("coverage", quality.coverage());
            row.put("trainSeconds", seconds);
            row.put("scoreSeconds", quality.seconds());
            row.put("bytes", stored.bytes());
            row.put("trainCpuSeconds", cpuSeconds);
            row.put("questionsPerCpuSecond", quality.cost().perCpuSecond());
            row.put("p99Millis", quality.cost().p99Millis());
            row.put("p99CpuMillis", quality.cost().p99CpuMillis());
            row.put("loadMillis", stored.loadMillis());
            return row;
        }
    }
}
