package io.sluice.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Share of right answers by how sure the model was: one line per model. */
final class ReliabilityChart {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int EDGE = 28;

    private ReliabilityChart() {}

    static void draw(Html html, JsonNode candidate, JsonNode champion) {
        double most = Math.max(0.1, Math.max(highest(candidate), highest(champion)));
        html.raw(String.format(
                Locale.ROOT,
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"reliability curve\">",
                WIDTH,
                HEIGHT));
        html.raw(String.format(
                Locale.ROOT, "<path class=\"frame\" d=\"M%d 8V%dH%d\"/>", EDGE, HEIGHT - EDGE, WIDTH - 8));
        label(html, 0, 18, String.format(Locale.ROOT, "%.0f %%", 100 * most));
        label(html, EDGE, HEIGHT - 8, "least sure");
        label(html, WIDTH - 62, HEIGHT - 8, "most sure");
        line(html, "champion", champion.path("reliability"), most);
        line(html, "candidate", candidate.path("reliability"), most);
        html.raw("</svg>");
        html.raw(
                "<p class=\"legend\"><span class=\"candidate\">candidate</span> <span class=\"champion\">champion</span>");
        html.raw("</p>\n");
    }

    private static double highest(JsonNode model) {
        double highest = 0;
        for (JsonNode bin : model.path("reliability")) {
            highest = Math.max(highest, bin.path("came").asDouble());
        }
        return highest;
    }

    private static void label(Html html, int x, int y, String text) {
        html.raw(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>", x, y, text));
    }

    private static void line(Html html, String kind, JsonNode bins, double most) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < bins.size(); i++) {
            double x = EDGE + 8 + (WIDTH - EDGE - 24.0) * (bins.size() == 1 ? 0.5 : (double) i / (bins.size() - 1));
            double y = HEIGHT
                    - EDGE
                    - (HEIGHT - EDGE - 14.0) * bins.get(i).path("came").asDouble() / most;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            html.raw(String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", kind, x, y));
        }
        html.raw(
                "<polyline class=\"" + kind + "\" points=\"" + points.toString().strip() + "\"/>");
    }
}
