package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.ingestion.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A run as JSON. */
final class RunReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunReport() {}

    /** Writes it to a temporary name and renames it: a reader sees the whole report or none. */
    static void write(Path file, AuditReport audit, List<JsonNode> cycles, double seconds) {
        ObjectNode root = JSON.createObjectNode();
        root.set("audit", audit(audit));
        ArrayNode plain = root.putArray("cycles");
        ArrayNode prequential = root.putArray("prequential");
        for (JsonNode cycle : cycles) {
            ObjectNode copy = cycle.deepCopy();
            JsonNode day = copy.remove("prequential");
            plain.add(copy);
            prequential.add(day);
        }
        root.put("seconds", seconds);
        try {
            Path target = file.toAbsolutePath();
            Files.createDirectories(target.getParent());
            Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
            Files.writeString(temporary, root.toPrettyString());
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new BrokenWorld("cannot write the report to " + file + "; choose another --report", failure);
        }
    }

    private static ObjectNode audit(AuditReport audit) {
        ObjectNode node = JSON.createObjectNode()
                .put("raw", audit.raw())
                .put("clean", audit.clean())
                .put("duplicates", audit.duplicates());
        ObjectNode rejected = node.putObject("rejected");
        audit.rejected().forEach((reason, count) -> rejected.put(reason.name(), count));
        node.put("pending", audit.pending()).put("holds", audit.holds());
        audit.violations().forEach(node.putArray("violations")::add);
        return node;
    }
}
