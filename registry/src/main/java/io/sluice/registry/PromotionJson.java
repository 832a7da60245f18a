package io.sluice.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A log entry as the REST calls and the webhooks tell it: one wording for both. */
public final class PromotionJson {
    private PromotionJson() {}

    /** Absent values are null; times are ISO 8601. */
    public static ObjectNode of(PromotionEntry entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sequence", entry.sequence())
                .put("model", entry.model())
                .put("alias", entry.alias())
                .put("kind", entry.kind().name())
                .put("from", entry.from().orElse(null))
                .put("to", entry.to().orElse(null))
                .put("by", entry.cause().by())
                .put("why", entry.cause().why())
                .put("verdict_id", entry.verdictId().orElse(null))
                .put(
                        "event_time",
                        entry.cause().eventTime().map(Instant::toString).orElse(null))
                .put("wall_time", entry.wallTime().toString());
    }
}
