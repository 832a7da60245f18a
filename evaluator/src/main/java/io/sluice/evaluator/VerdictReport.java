package io.sluice.evaluator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.metrics.Tally;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A verdict to keep and to read: JSON with every number and the policy, and a page for the terminal made from it. */
public final class VerdictReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private VerdictReport() {}

    /** The verdict as JSON, keys in a fixed order, absent things as null. */
    public static String json(Verdict verdict) {
        Evidence evidence = verdict.evidence();
        ObjectNode root = JSON.createObjectNode();
        root.put("id", verdict.id());
        root.put("decision", verdict.decision().name());
        root.put("state", verdict.state().name());
        ArrayNode reasons = root.putArray("reasons");
        verdict.reasons().forEach(reasons::add);
        root.set("window", window(evidence.window()));
        root.set("candidate", measured(evidence.candidate()));
        root.set("champion", evidence.champion().map(VerdictReport::measured).orElse(null));
        root.set("popularity", measured(evidence.popularity()));
        root.set(
                "bestOfWeek", evidence.bestOfWeek().map(VerdictReport::measured).orElse(null));
        root.put("seed", evidence.seed());
        ArrayNode comparisons = root.putArray("comparisons");
        evidence.againstChampion().map(VerdictReport::comparison).ifPresent(comparisons::add);
        evidence.againstPopularity().map(VerdictReport::comparison).ifPresent(comparisons::add);
        evidence.againstBest().map(VerdictReport::comparison).ifPresent(comparisons::add);
        ArrayNode slices = root.putArray("slices");
        evidence.slices().forEach(slice -> slices.add(comparison(slice).put("harm", slice.harmProbability())));
        ArrayNode faults = root.putArray("probeFaults");
        evidence.probeFaults().forEach(faults::add);
        root.put("frozen", evidence.frozen());
        root.put("championUnloadable", evidence.championUnloadable().orElse(null));
        root.set("policy", policy(verdict.policy()));
        return root.toPrettyString();
    }

    /**
     * A short page from what {@link #json} wrote.
     *
     * @throws IllegalArgumentException if it is not such JSON
     */
    public static String text(String json) {
        JsonNode root = read(json);
        JsonNode window = root.path("window");
        StringBuilder page = new StringBuilder();
        line(page, "%s (%s)  verdict %s", word(root, "decision"), word(root, "state"), word(root, "id"));
        root.path("reasons").forEach(reason -> line(page, "  %s", reason.asText()));
        line(page, "");
        line(page, "holdout    %s to %s", word(window, "from"), word(window, "to"));
        line(
                page,
                "           %d sessions, %d users, %d targets, sha256 %.12s",
                window.path("sessions").asInt(),
                window.path("users").asInt(),
                window.path("targets").asInt(),
                word(window, "sha256"));
        line(page, "");
        table(page, root);
        line(page, "");
        root.path("comparisons").forEach(comparison -> difference(page, comparison));
        if (!root.path("slices").isEmpty()) {
            line(page, "slices (candidate - champion)");
            root.path("slices").forEach(slice -> difference(page, slice));
        }
        JsonNode policy = root.path("policy");
        line(
                page,
                "policy     %s, level %.5f each side, margin %.3f, freshness %s, %d replicates, seed %s",
                word(policy, "metric"),
                policy.path("level").asDouble(),
                policy.path("margin").asDouble(),
                word(policy, "freshnessDeadline"),
                policy.path("replicates").asInt(),
                word(root, "seed"));
        return page.toString();
    }

    private static void table(StringBuilder page, JsonNode root) {
        line(
                page,
                "%-11s %-12s %-12s %8s %8s %8s %9s %8s",
                "",
                "version",
                "family",
                "ndcg",
                "mrr",
                "hr",
                "coverage",
                "p99 ms");
        for (String role : new String[] {"candidate", "champion", "popularity", "bestOfWeek"}) {
            JsonNode model = root.path(role);
            if (model.isObject()) {
                int k = root.path("policy").path("k").asInt();
                JsonNode metrics = model.path("metrics");
                line(
                        page,
                        "%-11s %-12s %-12s %8.4f %8.4f %8.4f %8.1f%% %8.2f",
                        role,
                        word(model, "version"),
                        word(model, "family"),
                        metrics.path("ndcg@" + k).asDouble(),
                        metrics.path("mrr@" + k).asDouble(),
                        metrics.path("hr@" + k).asDouble(),
                        100 * model.path("coverage").asDouble(),
                        model.path("p99Nanos").asLong() / 1e6);
            }
        }
    }

    private static void difference(StringBuilder page, JsonNode comparison) {
        line(
                page,
                "  %-28s %+.4f [%+.4f, %+.4f]  %d sessions, detectable %.4f",
                word(comparison, "subject"),
                comparison.path("difference").asDouble(),
                comparison.path("low").asDouble(),
                comparison.path("high").asDouble(),
                comparison.path("sessions").asInt(),
                comparison.path("detectable").asDouble());
    }

    private static void line(StringBuilder page, String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String word(JsonNode node, String key) {
        return node.path(key).asText();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("not a verdict's JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static ObjectNode window(Evidence.Window window) {
        return JSON.createObjectNode()
                .put("from", time(window.range().from()))
                .put("to", time(window.range().to()))
                .put("sha256", window.sha256())
                .put("sessions", window.sessions())
                .put("users", window.users())
                .put("targets", window.targets())
                .put("earliestTarget", time(window.earliestTarget()))
                .put("earliestArrival", time(window.earliestArrival()));
    }

    private static ObjectNode measured(Measured model) {
        ObjectNode node = JSON.createObjectNode()
                .put("version", model.version())
                .put("family", model.family())
                .put("informationCutOff", time(model.informationCutOff()));
        ObjectNode metrics = node.putObject("metrics");
        model.metrics().forEach(metrics::put);
        Tally tally = model.tally();
        return node.put("scored", tally.scored())
                .put("unsellableTargets", tally.unsellableTargets())
                .put("failures", tally.failures())
                .put("firstFailure", tally.firstFailure())
                .put("nonFinite", tally.nonFinite())
                .put("unsellable", tally.unsellable())
                .put("invalid", tally.invalid())
                .put("distinctItems", tally.distinctItems())
                .put("catalogue", tally.catalogue())
                .put("coverage", tally.coverage())
                .put("gini", tally.gini())
                .put("p50Nanos", tally.p50Nanos())
                .put("p99Nanos", tally.p99Nanos())
                .put("rankingsSha256", model.rankingsSha256());
    }

    private static ObjectNode comparison(Comparison comparison) {
        return JSON.createObjectNode()
                .put("subject", comparison.subject())
                .put("sessions", comparison.sessions())
                .put("users", comparison.users())
                .put("reference", comparison.reference())
                .put("candidate", comparison.candidate())
                .put("difference", comparison.difference())
                .put("low", comparison.interval().low())
                .put("high", comparison.interval().high())
                .put("bootstrapLow", comparison.bootstrap().low())
                .put("bootstrapHigh", comparison.bootstrap().high())
                .put("analyticLow", comparison.analytic().low())
                .put("analyticHigh", comparison.analytic().high())
                .put("standardError", comparison.standardError())
                .put("level", comparison.level())
                .put("margin", comparison.margin())
                .put("detectable", comparison.detectable());
    }

    private static ObjectNode policy(GatePolicy policy) {
        return JSON.createObjectNode()
                .put("k", policy.k())
                .put("metric", policy.metric())
                .put("alpha", policy.alpha())
                .put("decisions", policy.decisions())
                .put("level", policy.level())
                .put("replicates", policy.replicates())
                .put("margin", policy.margin())
                .put("freshnessDeadline", policy.freshnessDeadline().toString())
                .put("minimumSessions", policy.minimumSessions())
                .put("coverageFloor", policy.coverageFloor())
                .put("concentrationCeiling", policy.concentrationCeiling())
                .put("latencyLimit", policy.latencyLimit().toString())
                .put("sliceSupport", policy.sliceSupport())
                .put("sliceMargin", policy.sliceMargin())
                .put("sliceAlpha", policy.sliceAlpha());
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
