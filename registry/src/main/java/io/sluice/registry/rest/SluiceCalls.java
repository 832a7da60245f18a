package io.sluice.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.sluice.registry.Cause;
import io.sluice.registry.Decision;
import io.sluice.registry.Freeze;
import io.sluice.registry.Garbage;
import io.sluice.registry.GarbagePolicy;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.MoveResult;
import io.sluice.registry.PromotionEntry;
import io.sluice.registry.PromotionJson;
import io.sluice.registry.Registry;
import io.sluice.registry.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What MLflow has no words for: promotion log, champion at a time, promotions, verdicts, sealed file lists. */
final class SluiceCalls {
    private static final int LARGEST_PAGE = 10_000;
    private static final int KEPT_VERSIONS = 50;
    private static final Duration RECENT = Duration.ofDays(30);
    private static final ObjectNode OPENAPI = openApi();

    private final Registry registry;

    SluiceCalls(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.get("promotions", this::promotions);
        routes.create("promotions", Access.PROMOTE, this::promote);
        routes.create("promotions/force", Access.PROMOTE, this::force);
        routes.create("promotions/rollback", Access.PROMOTE, this::rollBack);
        routes.get("champion", this::champion);
        routes.get("verdicts", this::verdicts);
        routes.get("verdicts/{id}", request -> verdict(request.text("id")));
        routes.write(HandlerType.POST, "verdicts", Access.PROMOTE, this::record);
        routes.get("versions/{model}/{version}", request -> json(version(request)));
        routes.get("versions/{model}/{version}/manifest", this::manifest);
        routes.get("freezes", request -> freezes());
        routes.create("freezes", Access.PROMOTE, this::freeze);
        routes.write(HandlerType.POST, "garbage/collect", Access.PROMOTE, this::collect);
        routes.get("openapi.json", request -> OPENAPI);
    }

    private ObjectNode promotions(Request request) {
        Paging paging = Paging.of(request, LARGEST_PAGE, LARGEST_PAGE);
        long after = request.number("after", 0);
        List<PromotionEntry> entries = registry.log(request.text("model")).stream()
                .filter(entry -> entry.sequence() > after)
                .limit(paging.size())
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray("promotions");
        entries.forEach(entry -> array.add(PromotionJson.of(entry)));
        return answer;
    }

    private ObjectNode promote(Request request) {
        return answered(registry.promote(
                request.text("model"),
                alias(request),
                request.optional("expected_version"),
                request.has("fencing_token") ? OptionalLong.of(request.number("fencing_token")) : OptionalLong.empty(),
                request.text("to"),
                request.text("verdict_id"),
                cause(request)));
    }

    private ObjectNode force(Request request) {
        return answered(
                registry.forcePromote(request.text("model"), alias(request), request.text("to"), cause(request)));
    }

    private ObjectNode rollBack(Request request) {
        return answered(registry.rollback(request.text("model"), alias(request), cause(request)));
    }

    /** The champion now, at an event time ({@code at}) or at a time on the wall ({@code at_wall}), in ISO 8601. */
    private ObjectNode champion(Request request) {
        String model = request.text("model");
        Optional<String> eventTime = request.optional("at");
        Optional<String> wallTime = request.optional("at_wall");
        String version = eventTime
                .map(time -> registry.championAtEventTime(model, instant(time)))
                .or(() -> wallTime.map(time -> registry.championAtWallTime(model, instant(time))))
                .orElseGet(() -> registry.alias(model, Registry.CHAMPION))
                .orElseThrow(() -> ApiError.missing("there is no champion of " + model));
        ObjectNode answer =
                json(registry.version(model, version).orElseThrow(() -> VersionCalls.missing(model, version)));
        if (eventTime.isEmpty() && wallTime.isEmpty()) {
            answer.put("fencing_token", registry.fencingToken(model, Registry.CHAMPION));
        }
        return answer;
    }

    private ObjectNode verdicts(Request request) {
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray("verdicts");
        registry.verdicts(request.text("model")).forEach(verdict -> array.add(json(verdict)));
        return answer;
    }

    private ObjectNode verdict(String id) {
        return json(registry.verdict(id).orElseThrow(() -> ApiError.missing("there is no verdict " + id)));
    }

    private ObjectNode record(Request request) {
        Verdict verdict = new Verdict(
                request.text("id"),
                request.text("model"),
                request.text("candidate"),
                request.optional("champion"),
                decision(request),
                request.text("state"),
                instant(request.text("event_time")),
                request.object("evidence").json().toString());
        registry.recordVerdict(verdict);
        return json(verdict);
    }

    private ObjectNode manifest(Request request) {
        ModelVersion version = version(request);
        return Optional.ofNullable(version.files().get("manifest.json"))
                .map(file -> {
                    try (InputStream in = registry.open(file)) {
                        return Json.MAPPER.readTree(in);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> ApiError.missing(
                        "version " + version.version() + " of " + version.model() + " has no manifest.json"));
    }

    private ObjectNode freezes() {
        ObjectNode answer = Json.object().put("frozen", registry.frozen().isPresent());
        ArrayNode array = answer.putArray("freezes");
        for (Freeze freeze : registry.freezes()) {
            array.addObject()
                    .put("frozen", freeze.frozen())
                    .put("by", freeze.by())
                    .put("why", freeze.why())
                    .put("wall_time", freeze.wallTime().toString());
        }
        return answer;
    }

    private ObjectNode freeze(Request request) {
        if (!request.has("frozen")) {
            throw Request.missing("frozen");
        }
        if (request.flag("frozen", false)) {
            registry.freeze(cause(request));
        } else {
            registry.thaw(cause(request));
        }
        return freezes();
    }

    /** Looks only, unless {@code dry_run} is false. */
    private ObjectNode collect(Request request) {
        Garbage garbage = registry.collect(new GarbagePolicy(
                (int) request.number("keep_newest", KEPT_VERSIONS),
                request.optional("recent").map(SluiceCalls::duration).orElse(RECENT),
                request.flag("dry_run", true)));
        ObjectNode answer = Json.object().put("removed", garbage.removed());
        garbage.versions().forEach(answer.putArray("versions")::add);
        garbage.artifacts().forEach(answer.putArray("artifacts")::add);
        garbage.blobs().forEach(answer.putArray("blobs")::add);
        return answer;
    }

    private static ObjectNode openApi() {
        try (InputStream in = SluiceCalls.class.getResourceAsStream("openapi.json")) {
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelVersion version(Request request) {
        String model = request.text("model");
        String version = request.text("version");
        return registry.version(model, version).orElseThrow(() -> VersionCalls.missing(model, version));
    }

    private ObjectNode json(ModelVersion version) {
        ObjectNode json = Json.object()
                .put("model", version.model())
                .put("version", version.version())
                .put("created", version.created().toString())
                .put("kind", version.kind().name())
                .put("run_id", version.runId())
                .put("fingerprint", version.fingerprint());
        version.tags().forEach(json.putObject("tags")::put);
        ArrayNode files = json.putArray("files");
        version.files().forEach((path, file) -> files.addObject()
                .put("path", path)
                .put("sha256", file.sha256())
                .put("size_bytes", file.sizeBytes()));
        registry.latestVerdict(version.model(), version.version())
                .ifPresent(verdict -> json.put("verdict", verdict.id()));
        return json;
    }

    private static ObjectNode json(Verdict verdict) {
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

    /** A refusal is an answer, not a failure: the caller asked for a compare-and-set and hears how it ended. */
    private static ObjectNode answered(MoveResult result) {
        return result.match(moved -> PromotionJson.of(moved.entry()).put("moved", true), refused -> Json.object()
                .put("moved", false)
                .put("reason", refused.reason().name())
                .put("detail", refused.detail()));
    }

    private static String alias(Request request) {
        return request.optional("alias").orElse(Registry.CHAMPION);
    }

    /** Who shows a token acts under its name, whatever the body says. */
    private static Cause cause(Request request) {
        return new Cause(
                request.caller().orElseGet(() -> request.text("by")),
                request.text("why"),
                request.optional("event_time").map(SluiceCalls::instant));
    }

    private static Decision decision(Request request) {
        String word = request.text("decision");
        for (Decision decision : Decision.values()) {
            if (decision.name().equals(word)) {
                return decision;
            }
        }
        throw request.wrong("decision", "it is one of " + List.of(Decision.values()));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw ApiError.invalid("a duration looks like P30D or PT12H, got " + text);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiError.invalid("a time looks like 2026-03-01T00:00:00Z, got " + text);
        }
    }
}
