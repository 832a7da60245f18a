package io.sluice.evaluator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By which rules the gate decides. Section {@code gate}; printed, with its hash, in every report.
 *
 * @param k places looked at
 * @param metric the primary metric, as {@code ndcg@20}
 * @param refit whether a promoted recipe is afterwards trained to the end of the data and published in its place
 */
public record GatePolicy(
        int k,
        String metric,
        Testing testing,
        Freshness freshness,
        Guardrails guardrails,
        Slicing slices,
        boolean refit) {
    public static final GatePolicy DEFAULTS = new GatePolicy(
            20, "ndcg@20", Testing.DEFAULTS, Freshness.DEFAULTS, Guardrails.DEFAULTS, Slicing.DEFAULTS, false);

    public GatePolicy {
        check(k >= 1, "gate.k must be at least 1", k);
        check(!metric.isBlank(), "gate.metric must name a metric", metric);
    }

    /**
     * How much error is allowed, and what a test needs. Section {@code gate.testing}.
     *
     * @param alpha probability of at least one false promotion within {@code decisions} consecutive decisions
     * @param decisions over how many decisions {@code alpha} is spent, evenly
     * @param reserve share of {@code alpha} that is never spent: far out in the tails intervals hold only nearly what they
     *     state
     * @param replicates bootstrap replicates
     * @param minimumSessions fewer scored sessions judge nothing
     * @param candidatesPerWindow how many candidates one holdout may judge before it is worn out
     * @param ladderStep by how much a candidate must beat the best score told so far, before the trainer is told a new one
     */
    public record Testing(
            double alpha,
            int decisions,
            double reserve,
            int replicates,
            int minimumSessions,
            int candidatesPerWindow,
            double ladderStep) {
        public static final Testing DEFAULTS = new Testing(0.05, 30, 0.3, 2000, 100, 4, 0.01);

        public Testing {
            check(alpha > 0 && alpha < 0.5, "gate.testing.alpha must lie in (0, 0.5)", alpha);
            check(decisions >= 1, "gate.testing.decisions must be at least 1", decisions);
            check(reserve >= 0 && reserve < 1, "gate.testing.reserve must lie in [0, 1)", reserve);
            check(replicates >= 100, "gate.testing.replicates must be at least 100", replicates);
            check(minimumSessions >= 2, "gate.testing.minimum-sessions must be at least 2", minimumSessions);
            check(
                    candidatesPerWindow >= 1,
                    "gate.testing.candidates-per-window must be at least 1",
                    candidatesPerWindow);
            check(ladderStep > 0 && ladderStep < 1, "gate.testing.ladder-step must lie in (0, 1)", ladderStep);
        }

        /**
         * One-sided error probability of one decision: by the union bound, enough whatever the dependence between windows
         * and candidates.
         */
        public double level() {
            return alpha * (1 - reserve) / decisions;
        }
    }

    /**
     * When a model that is as good and newer may replace the champion. Section {@code gate.freshness}.
     *
     * @param margin the difference that FRESH, the yardsticks and the floor forgive, as a share of the reference's mean
     * @param deadline how old, in event time, a champion's information may be before an equally good model replaces it
     * @param memory how long a former champion is kept as a yardstick
     * @param yardsticks how many former champions are kept at most; those that do worst on a holdout go first
     */
    public record Freshness(double margin, Duration deadline, Duration memory, int yardsticks) {
        public static final Freshness DEFAULTS = new Freshness(0.05, Duration.ofDays(1), Duration.ofDays(30), 3);

        public Freshness {
            check(margin >= 0 && margin < 1, "gate.freshness.margin must lie in [0, 1)", margin);
            check(!deadline.isNegative(), "gate.freshness.deadline must not be negative", deadline);
            check(!memory.isNegative(), "gate.freshness.memory must not be negative", memory);
            check(yardsticks >= 0, "gate.freshness.yardsticks must not be negative", yardsticks);
        }
    }

    /**
     * What is forbidden without statistics. Section {@code gate.guardrails}.
     *
     * @param coverageFloor distinct items recommended, as a share of the champion's
     * @param concentrationCeiling how much the Gini coefficient may exceed the champion's
     * @param latencyLimit 99 of 100 answers must be faster
     * @param latencyRatio how many times slower than the champion 99 of 100 answers may be, beyond {@code latencyFloor}
     * @param latencyFloor a model that answers this fast is fast enough, whatever the champion does
     * @param sizeLimitBytes the largest artifact
     * @param volumeRatio how many times more, or fewer, rows than usual the newest stretch of training data may have
     * @param duplicateCeiling how much the share of repeated rows there may exceed what is usual
     */
    public record Guardrails(
            double coverageFloor,
            double concentrationCeiling,
            Duration latencyLimit,
            double latencyRatio,
            Duration latencyFloor,
            long sizeLimitBytes,
            double volumeRatio,
            double duplicateCeiling) {
        public static final Guardrails DEFAULTS =
                new Guardrails(0.5, 0.1, Duration.ofSeconds(1), 10, Duration.ofMillis(200), 2L << 30, 4, 0.1);

        public Guardrails {
            check(
                    coverageFloor >= 0 && coverageFloor <= 1,
                    "gate.guardrails.coverage-floor must lie in [0, 1]",
                    coverageFloor);
            check(
                    concentrationCeiling >= 0,
                    "gate.guardrails.concentration-ceiling must not be negative",
                    concentrationCeiling);
            check(latencyLimit.toNanos() > 0, "gate.guardrails.latency-limit must be positive", latencyLimit);
            check(latencyRatio >= 1, "gate.guardrails.latency-ratio must be at least 1", latencyRatio);
            check(!latencyFloor.isNegative(), "gate.guardrails.latency-floor must not be negative", latencyFloor);
            check(sizeLimitBytes > 0, "gate.guardrails.size-limit-bytes must be positive", sizeLimitBytes);
            check(volumeRatio >= 1, "gate.guardrails.volume-ratio must be at least 1", volumeRatio);
            check(
                    duplicateCeiling >= 0 && duplicateCeiling <= 1,
                    "gate.guardrails.duplicate-ceiling must lie in [0, 1]",
                    duplicateCeiling);
        }
    }

    /**
     * Who must not pay for the mean. Section {@code gate.slices}.
     *
     * @param support fewer scored sessions in a slice and it is not tested
     * @param margin what a slice may lose, as a share of the champion's mean there
     * @param alpha probability of a false alarm over all slices of a decision (Holm)
     */
    public record Slicing(int support, double margin, double alpha) {
        public static final Slicing DEFAULTS = new Slicing(100, 0.05, 0.05);

        public Slicing {
            check(support >= 2, "gate.slices.support must be at least 2", support);
            check(margin >= 0 && margin < 1, "gate.slices.margin must lie in [0, 1)", margin);
            check(alpha > 0 && alpha < 0.5, "gate.slices.alpha must lie in (0, 0.5)", alpha);
        }
    }

    public GatePolicy with(Testing other) {
        return new GatePolicy(k, metric, other, freshness, guardrails, slices, refit);
    }

    public GatePolicy with(Freshness other) {
        return new GatePolicy(k, metric, testing, other, guardrails, slices, refit);
    }

    /** Every setting by its dotted name, as text. */
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("gate.k", Integer.toString(k));
        settings.put("gate.metric", metric);
        settings.put("gate.refit", Boolean.toString(refit));
        Map.of(
                        "gate.testing",
                        testing,
                        "gate.freshness",
                        freshness,
                        "gate.guardrails",
                        guardrails,
                        "gate.slices",
                        slices)
                .forEach((section, record) -> put(settings, section, record));
        return settings;
    }

    /** Names these rules: SHA-256 over all settings, the first twelve hexadecimal digits. */
    public String hash() {
        try {
            byte[] text = settings().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                    .substring(0, 12);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static void put(SortedMap<String, String> settings, String section, Record record) {
        for (var component : record.getClass().getRecordComponents()) {
            try {
                String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                settings.put(
                        section + "." + name,
                        String.valueOf(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("a public record lets itself be read", impossible);
            }
        }
    }

    private static void check(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", got " + value);
        }
    }
}
