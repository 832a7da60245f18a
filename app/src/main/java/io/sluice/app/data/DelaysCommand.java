package io.sluice.app.data;

import io.sluice.app.config.Settings;
import io.sluice.dataset.CutReader;
import io.sluice.dataset.Examples;
import io.sluice.dataset.LabelDelay;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.Warehouse;
import io.sluice.featurepipeline.LabelConfig;
import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how long shoppers take from an impression to each step. */
@Command(
        name = "delays",
        mixinStandardHelpOptions = true,
        description =
                "How long after an impression its item is clicked, carted and bought, and which windows would do.")
final class DelaysCommand implements Runnable {
    private final LabelConfig labels;

    @Mixin
    private Installation installation;

    @Option(
            names = "--horizon",
            paramLabel = "DURATION",
            defaultValue = "PT48H",
            description = "Later steps are not counted (default: ${DEFAULT-VALUE}).")
    private Duration horizon;

    DelaysCommand(Settings settings) {
        labels = settings.config().features().labels();
    }

    @Override
    public void run() {
        try (Warehouse warehouse = installation.warehouse()) {
            CutReader reader = new CutReader(warehouse);
            TimeRange all = new TimeRange(Instant.EPOCH, Warehouse.END_OF_TIME);
            Examples examples = reader.examples(warehouse.now(), all, Warehouse.END_OF_TIME);
            System.out.printf(
                    "%-12s %10s %12s %12s %12s %12s   %-10s %s%n",
                    "step", "steps", "median", "90 %", "95 %", "99 %", "set", "recommended");
            for (LabelDelay delay : LabelDelay.of(examples, reader.interactions(warehouse.now(), all), horizon)) {
                System.out.printf(
                        "%-12s %10.0f %12s %12s %12s %12s   %-10s %s%n",
                        delay.outcome(),
                        delay.weight(),
                        seconds(delay.median()),
                        seconds(delay.p90()),
                        seconds(delay.p95()),
                        seconds(delay.p99()),
                        window(delay.outcome()),
                        delay.recommended());
            }
        }
    }

    private static Duration seconds(Duration delay) {
        return Duration.ofSeconds(delay.toSeconds());
    }

    private Duration window(Action outcome) {
        return outcome == Action.CLICK
                ? labels.clickWindow()
                : outcome == Action.PURCHASE ? labels.purchaseWindow() : labels.cartWindow();
    }
}
