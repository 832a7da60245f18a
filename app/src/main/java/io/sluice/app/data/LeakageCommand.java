package io.sluice.app.data;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.Examples;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.Warehouse;
import io.sluice.features.ExampleFeatures;
import io.sluice.trainer.LeakageCheck;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks whether features know what they cannot know. */
@Command(
        name = "leakage",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the examples for features that know the future: labels dealt out anew must fall to chance, a day left",
            "out must not matter, no single feature may tell the label, and a planted one that does must be found.",
            "Exit code 1 if a check fails."
        })
final class LeakageCommand implements Callable<Integer> {
    @Mixin
    private Installation installation;

    @Option(
            names = "--suspicious",
            paramLabel = "AREA",
            defaultValue = "0.9",
            description =
                    "Area under the ROC curve from which a single feature is suspicious (default: ${DEFAULT-VALUE}).")
    private double suspicious;

    @Option(
            names = "--tolerance",
            paramLabel = "AREA",
            defaultValue = "0.03",
            description = "How much may be lost when a day is left out (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(names = "--seed", defaultValue = "1", description = "Of everything drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        try (Warehouse warehouse = installation.warehouse()) {
            TimeRange all = new TimeRange(Instant.EPOCH, Warehouse.END_OF_TIME);
            Examples examples = new CutReader(warehouse).examples(warehouse.now(), all, Warehouse.END_OF_TIME);
            List<LeakageCheck.Finding> findings =
                    new LeakageCheck(ExampleFeatures.names(), suspicious, tolerance, seed).run(examples);
            System.out.printf("%d examples, %.2f %% positive%n", examples.size(), 100 * examples.positiveShare());
            for (LeakageCheck.Finding finding : findings) {
                System.out.printf(
                        "%-4s %-32s %.4f  %s%n",
                        finding.passed() ? "ok" : "LEAK", finding.question(), finding.area(), finding.because());
            }
            return findings.stream().allMatch(LeakageCheck.Finding::passed) ? 0 : 1;
        }
    }
}
