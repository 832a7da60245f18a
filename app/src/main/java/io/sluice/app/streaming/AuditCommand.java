package io.sluice.app.streaming;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.ingestion.Audit;
import io.sluice.ingestion.AuditReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that every raw event has exactly one outcome. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Proves a bijection between raw events and their outcomes (clean, rejected, duplicate).",
            "Fails loudly, with exit code 1, if an event is lost, has two outcomes, or an outcome has no event."
        })
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private BrokerOption broker;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean asJson;

    @Override
    public Integer call() {
        AuditReport audit = broker.with(servers -> Audit.run(servers, broker.topics()));
        if (asJson) {
            System.out.println(json(audit));
        } else {
            System.out.println(audit.words());
            audit.violations().forEach(violation -> System.out.println("  " + violation));
        }
        return audit.broken() == 0 ? 0 : 1;
    }

    private static ObjectNode json(AuditReport audit) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("raw", audit.raw())
                .put("clean", audit.clean())
                .put("duplicates", audit.duplicates())
                .put("pending", audit.pending())
                .put("lost", audit.lost())
                .put("replayed", audit.replayed())
                .put("broken", audit.broken());
        json.set("rejected", mapper.valueToTree(audit.rejected()));
        json.set("violations", mapper.valueToTree(audit.violations()));
        return json;
    }
}
