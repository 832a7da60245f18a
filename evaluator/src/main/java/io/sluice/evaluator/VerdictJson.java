package io.sluice.evaluator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.metrics.Reliability;
import io.sluice.metrics.Tally;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes a verdict as JSON: every number and the policy, keys in a fixed order, absent things as null. */
final class VerdictJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Verdict verdict;
    private final Evidence evidence;

    private VerdictJson(Verdict verdict) {
        this.verdict = verdict;
        this.evidence = verdict.evidence();
    }

    static String of(Verdict verdict) {
        return new VerdictJson(verdict).write().toPrettyString();
    }

    private ObjectNode write() {
        ObjectNode root = JSON.createObjectNode();
        root.put("id", verdict.id());
        root.put("decision", verdict.decision().name());
        root.put("state", verdict.state().name());
        texts(root.putArray("reasons"), verdict.reasons());
        ArrayNode rules = root.putArray("rules");
        for (Rule rule : verdict.rules()) {
            ObjectNode node = rules.addObject()
                    .put("rule", rule.name())
                    .put("outcome", rule.outcome().name());
            texts(node.putArray("details"), rule.details());
        }
        root.set("window", window(evidence.window()));
        models(root);
        comparisons(root);
        circumstances(root);
        closeup(root.putObject("closeup"));
        root.put("policyHash", verdict.policy().hash());
        ObjectNode policy = root.putObject("policy");
        verdict.policy().settings().forEach(policy::put);
        return root;
    }

    private void models(ObjectNode root) {
        root.set("candidate", measured(evidence.candidate()));
        root.set("champion", evidence.champion().map(VerdictJson::measured).orElse(null));
        root.set("popularity", measured(evidence.popularity()));
        ArrayNode yardsticks = root.putArray("yardsticks");
        evidence.yardsticks().forEach(former -> yardsticks.add(measured(former)));
        texts(root.putArray("retired"), verdict.retired());
    }

    private void comparisons(ObjectNode root) {
        root.put("seed", evidence.seed());
        Evidence.Comparisons all = evidence.comparisons();
        ArrayNode comparisons = root.putArray("comparisons");
        all.champion().map(VerdictJson::comparison).ifPresent(comparisons::add);
        all.popularity().map(VerdictJson::comparison).ifPresent(comparisons::add);
        all.yardsticks().forEach(former -> comparisons.add(comparison(former)));
        root.put("slicesInAll", all.slicesInAll());
        ArrayNode slices = root.putArray("slices");
        all.slices().forEach(slice -> slices.add(comparison(slice).put("harm", slice.harmProbability())));
    }

    private void circumstances(ObjectNode root) {
        Contest.Circumstances circumstances = evidence.circumstances();
        texts(root.putArray("probeFaults"), evidence.probeFaults());
        Spending spending = circumstances.spending();
        root.putObject("spending")
                .put("level", spending.level())
                .put("spentBefore", spending.spentBefore())
                .put("candidatesBefore", spending.candidatesBefore());
        root.set("usualVolume", circumstances.usual().map(VerdictJson::volume).orElse(null));
        root.put("frozen", circumstances.frozen());
        root.put("championUnloadable", circumstances.championUnloadable().orElse(null));
    }

    private void closeup(ObjectNode node) {
        node.put("hitsShared", evidence.closeup().hitsShared());
        ArrayNode contrasts = node.putArray("contrasts");
        for (Closeup.Contrast contrast : evidence.closeup().contrasts()) {
            ObjectNode entry = contrasts.addObject().put("time", time(contrast.time()));
            texts(entry.putArray("context"), contrast.context());
            entry.put("target", contrast.target())
                    .put("championRank", contrast.championRank())
                    .put("candidateRank", contrast.candidateRank());
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
                .put("informationCutOff", time(model.informationCutOff()))
                .put("sizeBytes", model.provenance().sizeBytes());
        node.set("volume", model.provenance().volume().map(VerdictJson::volume).orElse(null));
        texts(node.putArray("discrepancies"), model.provenance().discrepancies());
        ObjectNode metrics = node.putObject("metrics");
        model.metrics().forEach(metrics::put);
        Tally tally = model.tally();
        node.put("scored", tally.scored())
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
                .put("novelty", model.variety().novelty())
                .put("popularityBias", model.variety().popularityBias())
                .put("diversity", model.variety().diversity())
                .put("p50Nanos", tally.p50Nanos())
                .put("p99Nanos", tally.p99Nanos())
                .put("rankingsSha256", model.rankingsSha256());
        ArrayNode reliability = node.putArray("reliability");
        model.reliability().map(Reliability::bins).orElse(List.of()).forEach(bin -> reliability
                .addObject()
                .put("examples", bin.examples())
                .put("said", bin.said())
                .put("came", bin.came()));
        return node;
    }

    private static ObjectNode volume(TrainingVolume volume) {
        return JSON.createObjectNode().put("rows", volume.rows()).put("duplicates", volume.duplicates());
    }

    private static ObjectNode comparison(Comparison comparison) {
        ObjectNode node = JSON.createObjectNode()
                .put("subject", comparison.subject())
                .put("sessions", comparison.sessions())
                .put("users", comparison.users())
                .put("differing", comparison.differing())
                .put("reference", comparison.reference())
                .put("candidate", comparison.candidate())
                .put("difference", comparison.difference())
                .put("low", comparison.interval().low())
                .put("high", comparison.interval().high())
                .put("analyticLow", comparison.analytic().low())
                .put("analyticHigh", comparison.analytic().high());
        comparison.bootstrap().ifPresent(bootstrap -> node.put("bootstrapLow", bootstrap.low())
                .put("bootstrapHigh", bootstrap.high()));
        return node.put("standardError", comparison.standardError())
                .put("degrees", comparison.degrees())
                .put("level", comparison.level())
                .put("margin", comparison.margin())
                .put("detectable", comparison.detectable());
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
