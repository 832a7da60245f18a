package io.sluice.evaluator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/** A verdict to keep and to read: JSON with every number and the policy, and pages made from it. */
public final class VerdictReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VerdictReport() {}

    /** The verdict as JSON, keys in a fixed order, absent things as null. */
    public static String json(Verdict verdict) {
        return VerdictJson.of(verdict);
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
        line(page, "rules");
        root.path("rules")
                .forEach(rule -> line(
                        page,
                        "  %-6s %s",
                        "HOLDS".equals(word(rule, "outcome")) ? "ok" : "BROKEN",
                        word(rule, "rule")));
        JsonNode policy = root.path("policy");
        line(
                page,
                "policy     %s: %s, level %.5f each side, margin %s, freshness %s, %s replicates, seed %s",
                word(root, "policyHash"),
                word(policy, "gate.metric"),
                root.path("spending").path("level").asDouble(),
                word(policy, "gate.freshness.margin"),
                word(policy, "gate.freshness.deadline"),
                word(policy, "gate.testing.replicates"),
                word(root, "seed"));
        return page.toString();
    }

    /**
     * One self-contained HTML page from what {@link #json} wrote.
     *
     * @throws IllegalArgumentException if it is not such JSON
     */
    public static String html(String json) {
        return VerdictPage.of(read(json));
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
        int k = root.path("policy").path("gate.k").asInt();
        for (String role : new String[] {"candidate", "champion", "popularity"}) {
            row(page, role, root.path(role), k);
        }
        root.path("yardsticks").forEach(former -> row(page, "former", former, k));
    }

    private static void row(StringBuilder page, String role, JsonNode model, int k) {
        if (model.isObject()) {
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
}
