package io.sluice.app;

import io.sluice.ingestion.Audit;
import io.sluice.ingestion.AuditReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves that every raw event has exactly one outcome. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Proves a bijection between raw events and their outcomes; fails loudly otherwise.")
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        try (Home taken = Home.take(home.path());
                EmbeddedKafka kafka = EmbeddedKafka.start(taken.kafka())) {
            AuditReport audit = Audit.run(kafka.bootstrapServers(), EmbeddedStack.TOPICS);
            System.out.println(DemoCommand.words(audit));
            audit.violations().forEach(violation -> System.out.println("  " + violation));
            return audit.violations().isEmpty() ? 0 : 1;
        }
    }
}
