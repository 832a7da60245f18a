package io.sluice.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.PromotionEntry;
import io.sluice.registry.Registry;
import io.sluice.registry.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What MLflow has no words for: promotion log, champion at a time, verdicts, sealed file lists. */
final class SluiceCalls {
    private final Registry registry;

    SluiceCalls(Registry registry) {
        this.registry = registry;
    }

    ObjectNode promotions(String model) {
        ObjectNode answer = Json.object();
        ArrayNode entries = answer.putArray("promotions");
        registry.log(model).forEach(entry -> entries.add(json(entry)));
        return answer;
    }

    /** The champion now, or at an event time in ISO 8601. */
    ObjectNode champion(String model, Optional<String> at) {
        String version = at.map(time -> registry.championAtEventTime(model, instant(time)))
                .orElseGet(() -> registry.alias(model, Registry.CHAMPION))
                .orElseThrow(() -> ApiError.missing("champion of " + model));
        return version(model, version);
    }

    ObjectNode verdict(String id) {
        Verdict verdict = registry.verdict(id).orElseThrow(() -> ApiError.missing("verdict " + id));
        ObjectNode json = Json.object()
                .put("id", verdict.id())
                .put("model", verdict.model())
                .put("candidate", verdict.candidate())
                .put("champion", verdict.champion().orElse(null))
                .put("decision", verdict.decision().name())
                .put("state", verdict.state())
                .put("event_time", verdict.eventTime().toString());
        try {
            json.set("evidence", Json.MAPPER.readTree(verdict.evidence()));
        } catch (JsonProcessingException e) {
            json.put("evidence", verdict.evidence());
        }
        return json;
    }

    ObjectNode version(String model, String version) {
        ModelVersion found = registry.version(model, version)
                .orElseThrow(() -> ApiError.missing("version " + version + " of model " + model));
        ObjectNode json = Json.object()
                .put("model", model)
                .put("version", found.version())
                .put("created", found.created().toString())
                .put("kind", found.kind().name())
                .put("run_id", found.runId())
                .put("fingerprint", found.fingerprint());
        found.tags().forEach(json.putObject("tags")::put);
        ArrayNode files = json.putArray("files");
        found.files().forEach((path, file) -> files.addObject()
                .put("path", path)
                .put("sha256", file.sha256())
                .put("size_bytes", file.sizeBytes()));
        registry.latestVerdict(model, version).ifPresent(verdict -> json.put("verdict", verdict.id()));
        return json;
    }

    private static ObjectNode json(PromotionEntry entry) {
        return Json.object()
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

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiError.invalid("a time looks like 2026-03-01T00:00:00Z, got " + text);
        }
    }
}
