package io.sluice.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** A forest plot of differences on one scale, as rows that keep their shape on any screen. */
final class IntervalRows {
    private final double from;
    private final double to;

    private IntervalRows(double from, double to) {
        this.from = from;
        this.to = to;
    }

    /**
     * One comparison.
     *
     * @param margin what is forgiven, a positive number
     */
    record Row(String label, int sessions, double difference, double low, double high, double margin) {
        static Row of(JsonNode comparison) {
            return new Row(
                    comparison.path("subject").asText(),
                    comparison.path("sessions").asInt(),
                    comparison.path("difference").asDouble(),
                    comparison.path("low").asDouble(),
                    comparison.path("high").asDouble(),
                    comparison.path("margin").asDouble());
        }
    }

    static void draw(Html html, List<Row> rows) {
        double reach = 1e-6;
        for (Row row : rows) {
            // One wild interval must not squeeze the others to nothing: bars may be cut at the edge.
            reach = Math.max(reach, Math.min(Math.max(Math.abs(row.low()), Math.abs(row.high())), 0.3));
            reach = Math.max(reach, row.margin());
        }
        new IntervalRows(-1.05 * reach, 1.05 * reach).rows(html, rows);
    }

    private void rows(Html html, List<Row> rows) {
        html.raw("<div class=\"forest\">");
        for (Row row : rows) {
            row(html, row);
        }
        html.raw(String.format(
                Locale.ROOT,
                "<div class=\"axis\"><span>worse %.3f</span><span>0</span><span>better %+.3f</span></div></div>\n",
                from,
                to));
    }

    private void row(Html html, Row row) {
        String tone = row.low() > 0 ? "better" : row.high() < 0 ? "worse" : "open";
        html.raw("<div class=\"row " + tone + "\">");
        html.element("span", "label", row.label());
        html.element(
                "span",
                "numbers",
                String.format(
                        Locale.ROOT,
                        "%+.4f [%+.4f, %+.4f] · %,d sessions",
                        row.difference(),
                        row.low(),
                        row.high(),
                        row.sessions()));
        html.raw("<span class=\"track\">");
        mark(html, "zero", 0);
        mark(html, "margin", -row.margin());
        html.raw(String.format(
                Locale.ROOT,
                "<i class=\"bar\" style=\"left:%.2f%%;right:%.2f%%\"></i>",
                place(row.low()),
                100 - place(row.high())));
        mark(html, "point", row.difference());
        html.raw("</span></div>\n");
    }

    private void mark(Html html, String kind, double value) {
        html.raw(String.format(Locale.ROOT, "<i class=\"%s\" style=\"left:%.2f%%\"></i>", kind, place(value)));
    }

    /** In per cent of the track, from 0 to 100. */
    private double place(double value) {
        return Math.min(100, Math.max(0, 100 * (value - from) / (to - from)));
    }
}
