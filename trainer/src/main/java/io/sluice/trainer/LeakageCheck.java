package io.sluice.trainer;

import io.sluice.dataset.EventHash;
import io.sluice.dataset.Example;
import io.sluice.dataset.Examples;
import io.sluice.metrics.ClassificationMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Asks a set of examples whether its features know what they cannot know. A model is fitted on the earlier part and scored
 * on the later part by the area under its ROC curve (0.5 is chance):
 *
 * <ul>
 *   <li>with the labels dealt out anew it must fall to chance, else rows of both parts are the same or their order tells;
 *   <li>with a day left out between the parts it must hold, else features know their own day's labels;
 *   <li>no single feature may order the later part almost perfectly;
 *   <li>a canary, a planted column that knows the label, must be found by that, else the check finds nothing.
 * </ul>
 *
 * Deterministic for a seed.
 */
public final class LeakageCheck {
    /** The name of the planted column. */
    static final String CANARY = "future-canary";

    private static final double TRAIN_SHARE = 0.7;
    private static final double CANARY_ERRORS = 0.03;
    private static final int MOST_ROWS = 40_000;

    private final List<String> names;
    private final double suspicious;
    private final double tolerance;
    private final long seed;

    /**
     * @param names of the features, in the order of their columns
     * @param suspicious a single feature with an area of this or more is reported, in (0.5, 1)
     * @param tolerance how much the area may fall when a day is left out
     */
    public LeakageCheck(List<String> names, double suspicious, double tolerance, long seed) {
        if (!(suspicious > 0.5 && suspicious < 1)) {
            throw new IllegalArgumentException("suspicious must lie between 0.5 and 1, got " + suspicious);
        }
        this.names = List.copyOf(names);
        this.suspicious = suspicious;
        this.tolerance = tolerance;
        this.seed = seed;
    }

    /** One question and its answer. */
    public record Finding(String question, double area, boolean passed, String because) {}

    /**
     * Runs every check.
     *
     * @return the findings, the model as it is first
     * @throws IllegalArgumentException if the examples have other features than {@code names}, or an earlier or later part
     *     without both labels
     */
    public List<Finding> run(Examples examples) {
        List<Example> rows = thinned(examples.rows());
        if (rows.isEmpty() || rows.get(0).features().size() != names.size()) {
            throw new IllegalArgumentException("expected examples with " + names.size() + " features, got "
                    + (rows.isEmpty() ? "none" : rows.get(0).features().size()));
        }
        Instant split = rows.get((int) (rows.size() * TRAIN_SHARE)).eventTime();
        List<Example> later =
                rows.stream().filter(row -> !row.eventTime().isBefore(split)).toList();
        List<Finding> findings = new ArrayList<>();
        double area = area(before(rows, split), later, Example::isPositive);
        findings.add(new Finding("model as it is", area, true, "for comparison"));
        findings.add(permuted(before(rows, split), later));
        findings.add(shifted(rows, split, later, area));
        for (int column = 0; column < names.size(); column++) {
            int at = column;
            findings.add(single(names.get(column), later, row -> row.features().get(at)));
        }
        findings.add(canary(later));
        return List.copyOf(findings);
    }

    private List<Example> thinned(List<Example> rows) {
        double share = Math.min(1, (double) MOST_ROWS / Math.max(1, rows.size()));
        return rows.stream()
                .filter(row -> share == 1 || EventHash.unit(seed, row.impressionId(), 0) < share)
                .toList();
    }

    private static List<Example> before(List<Example> rows, Instant moment) {
        return rows.stream().filter(row -> row.informedUntil().isBefore(moment)).toList();
    }

    private Finding permuted(List<Example> train, List<Example> later) {
        double share = share(train);
        Labelling anew = row -> dealt(row) < share;
        double area = area(train, later, anew);
        double positive = later.stream().filter(anew::isPositive).count();
        double negative = later.size() - positive;
        double error = Math.sqrt((positive + negative + 1) / (12 * positive * negative));
        boolean chance = Math.abs(area - 0.5) <= 4 * error;
        return new Finding(
                "labels dealt out anew",
                area,
                chance,
                String.format("chance is 0.5 ± %.3f (four standard errors)", 4 * error));
    }

    private double dealt(Example row) {
        return EventHash.unit(seed + 1, row.impressionId() + row.item(), row.position());
    }

    private static double share(List<Example> rows) {
        return (double) rows.stream().filter(Example::isPositive).count() / rows.size();
    }

    private Finding shifted(List<Example> rows, Instant split, List<Example> later, double area) {
        List<Example> earlier = before(rows, split.minus(Duration.ofDays(1)));
        boolean enough = earlier.stream().anyMatch(Example::isPositive);
        double gap = enough ? area(earlier, later, Example::isPositive) : Double.NaN;
        return new Finding(
                "a day left out between",
                gap,
                !enough || area - gap <= tolerance,
                enough
                        ? String.format("may fall by %.3f, fell by %.3f", tolerance, area - gap)
                        : "less than a day of examples lies before the later part: not asked");
    }

    private Finding single(String name, List<Example> later, ToDoubleFunction<Example> value) {
        double[] values = later.stream()
                .mapToDouble(value)
                .map(known -> Double.isNaN(known) ? 0 : probability(known))
                .toArray();
        double area = ClassificationMetrics.areaUnderRoc(values, labels(later, Example::isPositive));
        double either = Math.max(area, 1 - area);
        return new Finding(
                "feature " + name, either, either < suspicious, String.format("suspicious from %.2f", suspicious));
    }

    private Finding canary(List<Example> later) {
        Random random = new Random(seed);
        Finding found = single(
                CANARY,
                later,
                row -> (row.isPositive() != random.nextDouble() < CANARY_ERRORS ? 1 : 0) + random.nextDouble() / 2);
        return new Finding(CANARY, found.area(), !found.passed(), "a planted leak, which has to be found");
    }

    private interface Labelling {
        boolean isPositive(Example row);
    }

    private static boolean[] labels(List<Example> rows, Labelling labelling) {
        boolean[] labels = new boolean[rows.size()];
        int positive = 0;
        for (int row = 0; row < labels.length; row++) {
            labels[row] = labelling.isPositive(rows.get(row));
            positive += labels[row] ? 1 : 0;
        }
        if (positive == 0 || positive == labels.length) {
            throw new IllegalArgumentException("a part needs examples of both labels, got " + positive
                    + " positive ones of " + labels.length + "; take a longer range");
        }
        return labels;
    }

    private double area(List<Example> train, List<Example> later, Labelling labelling) {
        boolean[] answers = labels(train, labelling);
        double[] means = means(train);
        List<float[]> rows = train.stream().map(row -> filled(row, means)).toList();
        List<Boolean> asked = new ArrayList<>();
        for (boolean answer : answers) {
            asked.add(answer);
        }
        LogisticFit fit = LogisticFit.of(names, rows, asked, 3, 0.1, seed, TrainingListener.NONE);
        double[] scores = new double[later.size()];
        for (int row = 0; row < scores.length; row++) {
            float[] values = filled(later.get(row), means);
            double score = fit.bias();
            for (int column = 0; column < values.length; column++) {
                score += (double) fit.weights()[column] * values[column];
            }
            scores[row] = probability(score);
        }
        return ClassificationMetrics.areaUnderRoc(scores, labels(later, labelling));
    }

    private static double probability(double score) {
        return 1 / (1 + StrictMath.exp(-score));
    }

    /** Of what is known; 0 where nothing is. */
    private double[] means(List<Example> rows) {
        double[] means = new double[names.size()];
        for (int column = 0; column < means.length; column++) {
            int at = column;
            means[column] = rows.stream()
                    .mapToDouble(row -> row.features().get(at))
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(0);
        }
        return means;
    }

    private static float[] filled(Example row, double[] means) {
        float[] values = row.features().toArray();
        for (int column = 0; column < values.length; column++) {
            values[column] = Float.isNaN(values[column]) ? (float) means[column] : values[column];
        }
        return values;
    }
}
