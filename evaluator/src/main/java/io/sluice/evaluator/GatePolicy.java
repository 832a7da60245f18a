package io.sluice.evaluator;

import java.time.Duration;

/**
 * By which rules the gate decides. Section {@code gate}; printed in every report.
 *
 * @param k places looked at
 * @param metric the primary metric, as {@code ndcg@20}
 * @param alpha probability of at least one false promotion within {@code decisions} consecutive decisions
 * @param decisions over how many decisions {@code alpha} is spent, evenly: by the union bound each one-sided decision has
 *     {@link #level}, whatever the dependence between windows and candidates
 * @param replicates bootstrap replicates
 * @param margin the difference that FRESH and the floors may forgive, as a share of the reference's mean
 * @param freshnessDeadline how old, in event time, a champion's information may be before an equally good model replaces it
 * @param minimumSessions fewer scored sessions judge nothing
 * @param coverageFloor distinct items recommended, as a share of the champion's
 * @param concentrationCeiling how much the Gini coefficient may exceed the champion's
 * @param latencyLimit 99 of 100 answers must be faster
 * @param sliceSupport fewer scored sessions in a slice and it is not tested
 * @param sliceMargin what a slice may lose, as a share of the champion's mean there
 * @param sliceAlpha probability of a false alarm over all slices of a decision (Holm)
 */
public record GatePolicy(
        int k,
        String metric,
        double alpha,
        int decisions,
        int replicates,
        double margin,
        Duration freshnessDeadline,
        int minimumSessions,
        double coverageFloor,
        double concentrationCeiling,
        Duration latencyLimit,
        int sliceSupport,
        double sliceMargin,
        double sliceAlpha) {
    public static final GatePolicy DEFAULTS = new GatePolicy(
            20,
            "ndcg@20",
            0.05,
            30,
            2000,
            0.05,
            Duration.ofDays(1),
            100,
            0.5,
            0.1,
            Duration.ofSeconds(1),
            100,
            0.05,
            0.05);

    public GatePolicy {
        check(k >= 1, "gate.k must be at least 1", k);
        check(!metric.isBlank(), "gate.metric must name a metric", metric);
        check(alpha > 0 && alpha < 0.5, "gate.alpha must lie in (0, 0.5)", alpha);
        check(decisions >= 1, "gate.decisions must be at least 1", decisions);
        check(replicates >= 100, "gate.replicates must be at least 100", replicates);
        check(margin >= 0 && margin < 1, "gate.margin must lie in [0, 1)", margin);
        check(!freshnessDeadline.isNegative(), "gate.freshness-deadline must not be negative", freshnessDeadline);
        check(minimumSessions >= 2, "gate.minimum-sessions must be at least 2", minimumSessions);
        check(coverageFloor >= 0 && coverageFloor <= 1, "gate.coverage-floor must lie in [0, 1]", coverageFloor);
        check(concentrationCeiling >= 0, "gate.concentration-ceiling must not be negative", concentrationCeiling);
        check(latencyLimit.toNanos() > 0, "gate.latency-limit must be positive", latencyLimit);
        check(sliceSupport >= 2, "gate.slice-support must be at least 2", sliceSupport);
        check(sliceMargin >= 0 && sliceMargin < 1, "gate.slice-margin must lie in [0, 1)", sliceMargin);
        check(sliceAlpha > 0 && sliceAlpha < 0.5, "gate.slice-alpha must lie in (0, 0.5)", sliceAlpha);
    }

    /** One-sided error probability of one decision. */
    public double level() {
        return alpha / decisions;
    }

    private static void check(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", got " + value);
        }
    }
}
