package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ingestion.IngestionCounts;
import io.sluice.models.Family;
import io.sluice.trainer.TrainingListener;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Tells on the terminal how the loop goes: one line per step while it works, a table at the end. */
final class Progress implements TrainingListener {
    private static final long NANOS_BETWEEN_STATUS_LINES = 5_000_000_000L;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final SortedMap<String, StringJoiner> curve = new TreeMap<>();
    private long lastStatus;

    Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.lastStatus = nanoTime.getAsLong();
    }

    void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    /** While the stream catches up; prints now and then. */
    void waiting(long sent, IngestionCounts counts, Instant until) {
        if (nanoTime.getAsLong() - lastStatus > NANOS_BETWEEN_STATUS_LINES) {
            lastStatus = nanoTime.getAsLong();
            say(
                    "      … events in %,d, this process: clean %,d, duplicate %,d, rejected %,d; waiting for everything before %s",
                    sent, counts.clean(), counts.duplicates(), counts.rejected(), Times.brief(until));
        }
    }

    /** Before a cycle: what the stream has done so far. */
    void stream(long sent, IngestionCounts counts, Instant completeBefore) {
        say(
                "      events in %,d, this process: clean %,d, duplicate %,d, rejected %,d; watermark %s",
                sent, counts.clean(), counts.duplicates(), counts.rejected(), Times.brief(completeBefore));
    }

    @Override
    public synchronized void measured(Family family, int epoch, String metric, double value) {
        curve.computeIfAbsent(family.label() + " " + metric, ignored -> new StringJoiner(" "))
                .add(String.format(Locale.ROOT, "%.4f", value));
    }

    /** After a cycle. */
    synchronized void cycle(JsonNode report) {
        lastStatus = nanoTime.getAsLong();
        curve.forEach((name, values) -> say("      training   %s: %s", name, values));
        curve.clear();
        StringJoiner families = new StringJoiner("  ");
        for (JsonNode family : report.path("families")) {
            families.add(String.format(
                    Locale.ROOT,
                    "%s %.4f",
                    family.path("name").asText(),
                    family.path("validation").path("ndcg@20").asDouble()));
        }
        say("      validation %s", families);
        say("%s", row(report));
        for (JsonNode bad : report.path("injected")) {
            say(
                    "      injected   v%s (%s) → %s %s: %s",
                    bad.path("candidate").asText(),
                    bad.path("kind").asText(),
                    bad.path("verdict").asText(),
                    bad.path("state").asText(),
                    bad.path("reasons").path(0).asText());
        }
    }

    /** All cycles, one per line. */
    void table(List<JsonNode> cycles) {
        say("");
        say(
                "%4s  %-26s %8s  %-18s %-12s %-32s %-13s %s",
                "n",
                "learnt from",
                "rows",
                "candidate",
                "champion",
                "ndcg@20 candidate − champion",
                "verdict",
                "seconds");
        cycles.forEach(cycle -> say("%s", row(cycle)));
        truth(cycles);
    }

    /** What the champions were truly worth; a real shop cannot tell. */
    private void truth(List<JsonNode> cycles) {
        List<JsonNode> told = cycles.stream()
                .map(cycle -> cycle.path("truth"))
                .filter(truth -> truth.path("champion").isNumber())
                .toList();
        if (!told.isEmpty()) {
            say("");
            say(
                    "By the simulated shoppers' true tastes the next item is among the champion's 20 with probability %.3f,"
                            + " popularity's %.3f, the best possible 20 %.3f (means over the days)",
                    mean(told, "champion"), mean(told, "popularity"), mean(told, "best"));
        }
    }

    private static double mean(List<JsonNode> reports, String field) {
        return reports.stream()
                .mapToDouble(report -> report.path(field).asDouble())
                .average()
                .orElse(0);
    }

    private static String row(JsonNode report) {
        JsonNode primary = report.path("primary");
        long rows = report.path("rows").path("train").asLong()
                + report.path("rows").path("validation").asLong();
        String difference = primary.isMissingNode()
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%+.4f [%+.4f, %+.4f]",
                        primary.path("difference").asDouble(),
                        primary.path("low").asDouble(),
                        primary.path("high").asDouble());
        return String.format(
                Locale.ROOT,
                "%4d  %s – %s  %,8d  %-18s %-12s %-32s %-13s %.1f  %s",
                report.path("n").asInt(),
                brief(report, "trainFrom"),
                brief(report, "trainTo"),
                rows,
                "v" + report.path("candidate").asText() + " "
                        + report.path("candidateFamily").asText(),
                version(report, "champion") + " → " + version(report, "championAfter"),
                difference,
                report.path("verdict").asText(),
                report.path("seconds").path("total").asDouble(),
                report.path("reasons").path(0).asText());
    }

    private static String version(JsonNode report, String field) {
        return report.path(field).isTextual() ? "v" + report.path(field).asText() : "none";
    }

    private static String brief(JsonNode report, String field) {
        return Times.brief(Instant.parse(report.path(field).asText()));
    }
}
