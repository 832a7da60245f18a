package io.sluice.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verdict as one self-contained HTML page: no script, nothing loaded from elsewhere, readable on a phone. */
final class VerdictPage {
    private final JsonNode verdict;
    private final Html html = new Html();

    private VerdictPage(JsonNode verdict) {
        this.verdict = verdict;
    }

    /** @param verdict as {@link VerdictJson} writes it */
    static String of(JsonNode verdict) {
        return new VerdictPage(verdict).page();
    }

    private String page() {
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", "Verdict " + text("id") + ": " + text("decision"))
                .raw("<style>" + style() + "</style></head><body><main>\n");
        verdict();
        differences();
        slices();
        models();
        closeup();
        rules();
        compared();
        policy();
        return html.raw("</main></body></html>\n").toString();
    }

    private void verdict() {
        String decision = text("decision");
        html.raw("<header class=\"" + decision.toLowerCase(Locale.ROOT) + "\">");
        html.element("p", "badge", decision + (text("state").equals("JUDGED") ? "" : " · " + text("state")));
        html.element("h1", headline());
        html.raw("<ul>");
        verdict.path("reasons").forEach(reason -> html.element("li", reason.asText()));
        html.raw("</ul></header>\n");
    }

    /** One sentence for somebody who has no time. */
    private String headline() {
        String candidate =
                "Version " + verdict.path("candidate").path("version").asText();
        String champion = verdict.path("champion").isObject()
                ? "version " + verdict.path("champion").path("version").asText()
                : "no champion";
        String reason = verdict.path("reasons").path(0).asText();
        return switch (text("decision")) {
            case "PROMOTE" ->
                candidate
                        + switch (reason) {
                            case "BETTER" -> " is better than " + champion + " beyond chance and takes its place.";
                            case "FRESH" -> " is as good as " + champion + ", knows newer data and takes its place.";
                            case "REFIT" -> " is the promoted recipe, trained to the end of the data.";
                            default -> " becomes the first champion.";
                        };
            case "REJECT" -> candidate + " must not replace " + champion + ".";
            default ->
                "Nothing changes: the evidence does not carry " + candidate.toLowerCase(Locale.ROOT) + " in place of "
                        + champion + ".";
        };
    }

    private void differences() {
        if (verdict.path("comparisons").isEmpty()) {
            return;
        }
        html.element("h2", "How much better or worse");
        html.element(
                "p",
                "note",
                "Difference in " + policy("gate.metric")
                        + " per session, candidate minus other; the bar is the interval"
                        + " that is decided by, the dotted line what would be forgiven.");
        List<IntervalRows.Row> rows = new ArrayList<>();
        verdict.path("comparisons").forEach(comparison -> rows.add(IntervalRows.Row.of(comparison)));
        IntervalRows.draw(html, rows);
        JsonNode primary = verdict.path("comparisons").path(0);
        html.element(
                "p",
                "note",
                String.format(
                        Locale.ROOT,
                        "On %,d sessions of %,d users a true difference of %.4f would have been found in four of five"
                                + " such holdouts. The two score differently on %,d sessions.",
                        primary.path("sessions").asInt(),
                        primary.path("users").asInt(),
                        primary.path("detectable").asDouble(),
                        primary.path("differing").asInt()));
    }

    private void slices() {
        JsonNode slices = verdict.path("slices");
        int all = verdict.path("slicesInAll").asInt();
        if (all == 0) {
            return;
        }
        html.element("h2", "Who gains, who loses");
        html.element(
                "p",
                "note",
                slices.size() + " of " + all + " slices have the " + policy("gate.slices.support")
                        + " sessions that a judgement needs. Only surely harmed ones stop a candidate.");
        List<IntervalRows.Row> rows = new ArrayList<>();
        slices.forEach(slice -> rows.add(IntervalRows.Row.of(slice)));
        if (!rows.isEmpty()) {
            IntervalRows.draw(html, rows);
        }
    }

    private void models() {
        html.element("h2", "The models");
        html.raw("<div class=\"wide\"><table><tr>");
        for (String head : new String[] {
            "", "version", "family", "NDCG", "MRR", "hit rate", "coverage", "Gini", "novelty", "p99", "informed until"
        }) {
            html.element("th", head);
        }
        html.raw("</tr>");
        for (String role : new String[] {"candidate", "champion", "popularity"}) {
            model(role, verdict.path(role));
        }
        verdict.path("yardsticks").forEach(former -> model("former", former));
        html.raw("</table></div>\n");
    }

    private void model(String role, JsonNode model) {
        if (!model.isObject()) {
            return;
        }
        String k = policy("gate.k");
        JsonNode metrics = model.path("metrics");
        html.raw("<tr>");
        html.element("th", role)
                .element("td", model.path("version").asText())
                .element("td", model.path("family").asText())
                .element("td", number(metrics.path("ndcg@" + k)))
                .element("td", number(metrics.path("mrr@" + k)))
                .element("td", number(metrics.path("hr@" + k)))
                .element("td", percent(model.path("coverage").asDouble()))
                .element("td", number(model.path("gini")))
                .element(
                        "td",
                        String.format(
                                Locale.ROOT, "%.1f bit", model.path("novelty").asDouble()))
                .element(
                        "td",
                        String.format(
                                Locale.ROOT, "%.2f ms", model.path("p99Nanos").asLong() / 1e6))
                .element("td", model.path("informationCutOff").asText().replaceAll(":\\d\\d\\.\\d+Z", "Z"));
        html.raw("</tr>");
    }

    private void closeup() {
        if (!verdict.path("champion").isObject()) {
            return;
        }
        html.element("h2", "Is a surer answer a better one?");
        html.element(
                "p",
                "note",
                "First recommendations by the model's own score, from least to most sure, and how many were what the"
                        + " shopper turned to next.");
        ReliabilityChart.draw(html, verdict.path("candidate"), verdict.path("champion"));
        JsonNode closeup = verdict.path("closeup");
        html.element("h2", "Where they differ most");
        html.element(
                "p",
                "note",
                "The champion would have shown "
                        + percent(closeup.path("hitsShared").asDouble())
                        + " of the candidate's hits as well. The closer to 100 %, the less this holdout, which grew under"
                        + " champions, can say about what only the candidate recommends.");
        html.raw("<div class=\"wide\"><table><tr>");
        for (String head : new String[] {"when", "after", "the shopper turned to", "champion", "candidate"}) {
            html.element("th", head);
        }
        html.raw("</tr>");
        closeup.path("contrasts").forEach(this::contrast);
        html.raw("</table></div>\n");
    }

    private void contrast(JsonNode contrast) {
        List<String> context = new ArrayList<>();
        contrast.path("context").forEach(item -> context.add(item.asText()));
        html.raw("<tr>");
        html.element("td", contrast.path("time").asText().replaceAll(":\\d\\d\\.\\d+Z", "Z"))
                .element("td", String.join(" → ", context))
                .element("td", contrast.path("target").asText())
                .element("td", place(contrast.path("championRank").asInt()))
                .element("td", place(contrast.path("candidateRank").asInt()));
        html.raw("</tr>");
    }

    private void rules() {
        html.element("h2", "Every rule");
        html.raw("<ul class=\"rules\">");
        for (JsonNode rule : verdict.path("rules")) {
            boolean holds = "HOLDS".equals(rule.path("outcome").asText());
            html.raw("<li class=\"" + (holds ? "holds" : "broken") + "\">");
            html.element("b", (holds ? "✓ " : "✗ ") + rule.path("rule").asText().replace('-', ' '));
            rule.path("details").forEach(detail -> html.element("span", detail.asText()));
            html.raw("</li>");
        }
        html.raw("</ul>\n");
        JsonNode spending = verdict.path("spending");
        html.element(
                "p",
                "note",
                String.format(
                        Locale.ROOT,
                        "Error budget: this decision may err with probability %.5f, the decisions before it that share the"
                                + " budget have taken %.5f of %s. %d other candidates have been judged on this holdout.",
                        spending.path("level").asDouble(),
                        spending.path("spentBefore").asDouble(),
                        policy("gate.testing.alpha"),
                        spending.path("candidatesBefore").asInt()));
    }

    private void compared() {
        JsonNode window = verdict.path("window");
        html.element("h2", "On which data");
        html.raw("<dl>");
        pair(
                "holdout",
                window.path("from").asText() + " to " + window.path("to").asText());
        pair(
                "in it",
                String.format(
                        Locale.ROOT,
                        "%,d sessions, %,d users, %,d targets; %,d of them could not be bought and are not scored",
                        window.path("sessions").asInt(),
                        window.path("users").asInt(),
                        window.path("targets").asInt(),
                        verdict.path("candidate").path("unsellableTargets").asInt()));
        pair("first target", window.path("earliestTarget").asText());
        pair("content", window.path("sha256").asText());
        pair("verdict", text("id") + ", seed " + text("seed"));
        html.raw("</dl>\n");
    }

    private void policy() {
        html.element("h2", "Policy " + text("policyHash"));
        html.raw("<details><summary>all settings</summary><dl>");
        verdict.path("policy")
                .properties()
                .forEach(setting -> pair(setting.getKey(), setting.getValue().asText()));
        html.raw("</dl></details>\n");
    }

    private void pair(String term, String meaning) {
        html.element("dt", term).element("dd", meaning);
    }

    private String text(String key) {
        return verdict.path(key).asText();
    }

    private String policy(String key) {
        return verdict.path("policy").path(key).asText();
    }

    private static String place(int rank) {
        return rank < 0 ? "not shown" : "place " + (rank + 1);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(JsonNode node) {
        return String.format(Locale.ROOT, "%.4f", node.asDouble());
    }

    private static String style() {
        try (InputStream in = VerdictPage.class.getResourceAsStream("verdict.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the page's style", failure);
        }
    }
}
