package io.sluice.app.data;

import io.sluice.dataset.Compaction;
import io.sluice.dataset.TableCare;
import io.sluice.dataset.Tables;
import io.sluice.dataset.Warehouse;
import io.sluice.featurepipeline.EmbeddedFlink;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts small files together and drops snapshots that nobody needs. */
@Command(
        name = "tidy",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the small files of each day together and drops old snapshots. What registered versions learnt from, the",
            "newest commit of each job and what a retained checkpoint comes back to stay. May run beside everything else."
        })
final class TidyCommand implements Runnable {
    @Mixin
    private Installation installation;

    @Option(
            names = "--keep",
            paramLabel = "DURATION",
            defaultValue = "P1D",
            description = "Younger snapshots stay in any case (default: ${DEFAULT-VALUE}).")
    private Duration keep;

    @Option(
            names = "--files",
            paramLabel = "N",
            defaultValue = "4",
            description = "Days with fewer files are left alone (default: ${DEFAULT-VALUE}).")
    private int files;

    @Override
    public void run() {
        try (Warehouse warehouse = installation.warehouse()) {
            Compaction compaction = new Compaction(warehouse, files);
            for (Tables table : Tables.values()) {
                System.out.printf("%-13s %5d files fewer%n", table.label(), compaction.run(table));
            }
            int expired = new TableCare(warehouse)
                    .expire(
                            Clock.systemUTC().instant().minus(keep),
                            EmbeddedFlink.retainedCheckpoints(installation.flink()));
            System.out.printf("%d snapshots dropped%n", expired);
        }
    }
}
