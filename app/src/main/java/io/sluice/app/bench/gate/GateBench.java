package io.sluice.app.bench.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.app.bench.gate.Campaign.Supply;
import io.sluice.app.bench.gate.SimulatedModel.Fondness;
import io.sluice.app.config.Settings;
import io.sluice.evaluator.GatePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves the gate's error rates and its power by simulation. Exit code 1 if a promise is not kept. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(aa | margin | decay | power | broken)",
        description = "Campaigns of decisions with known truth: error rates, power, decay.")
public final class GateBench implements Runnable {
    private static final double[] LIFTS = {0.005, 0.01, 0.02, 0.05};
    private static final double[] STEPS = {0.0025, 0.005, 0.01, 0.02};

    private final Settings settings;

    @Spec
    private CommandSpec spec;

    GateBench(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "name a campaign: aa, margin, decay, power or broken");
    }

    /** How much is simulated. */
    static final class Extent {
        @Option(names = "--campaigns", defaultValue = "2000", description = "Default ${DEFAULT-VALUE}.")
        private int campaigns;

        @Option(names = "--users", defaultValue = "2000", description = "Per window (default ${DEFAULT-VALUE}).")
        private int users;

        @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private long seed;

        @Option(names = "--analytic", description = "Decide by the t interval alone, without the bootstrap.")
        private boolean analytic;

        @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures there.")
        private Optional<Path> json = Optional.empty();

        private Campaign of(Fondness fondness, GatePolicy policy) {
            return new Campaign(
                    campaigns,
                    policy.testing().decisions(),
                    users,
                    seed,
                    fondness,
                    policy.freshness().margin());
        }

        private int replicates(GatePolicy policy) {
            return analytic ? 0 : policy.testing().replicates();
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Candidates that are as good as the champion, and 2 %% better.")
    int aa(@Mixin Extent extent) {
        ObjectNode report = report("aa", extent);
        boolean kept = true;
        for (Fondness fondness : Fondness.values()) {
            heading("as good as the champion, " + fondness);
            for (Map.Entry<String, RivalGate> gate : gates(extent, fondness).entrySet()) {
                Campaign.Summary summary = run(report, extent, fondness, gate, "equal", Supply.equal());
                kept &= !gate.getKey().startsWith("sluice")
                        || summary.mistaken().upper() <= policy().testing().alpha();
            }
            heading("2 % better than the champion, " + fondness);
            for (Map.Entry<String, RivalGate> gate : gates(extent, fondness).entrySet()) {
                Campaign.Summary summary = run(report, extent, fondness, gate, "+2 %", Supply.champion(1.02));
                kept &= summary.promoting().hits() > 0;
            }
        }
        return done(report, extent, kept);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Candidates just beyond the margin below the best champion: the worst case of FRESH.")
    int margin(@Mixin Extent extent) {
        ObjectNode report = report("margin", extent);
        boolean kept = true;
        Supply justBelow = Supply.best((1 - policy().freshness().margin()) * (1 - 1e-9));
        for (Fondness fondness : Fondness.values()) {
            heading("just beyond the margin below the best champion, " + fondness);
            for (Map.Entry<String, RivalGate> gate : gates(extent, fondness).entrySet()) {
                Campaign.Summary summary = run(report, extent, fondness, gate, "margin", justBelow);
                kept &= !gate.getKey().startsWith("sluice")
                        || summary.mistaken().upper() <= policy().testing().alpha();
            }
        }
        return done(report, extent, kept);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Candidates that are each a little worse than the champion.")
    int decay(@Mixin Extent extent) {
        ObjectNode report = report("decay", extent);
        boolean kept = true;
        Map<String, RivalGate> gates = gates(extent, Fondness.SYMMETRIC);
        gates.put("sluice without yardsticks", RivalGate.sluice(forgetful(), extent.replicates(policy())));
        for (double step : STEPS) {
            heading(percent(step) + " worse than the champion, each");
            for (Map.Entry<String, RivalGate> gate : gates.entrySet()) {
                Campaign.Summary summary =
                        run(report, extent, Fondness.SYMMETRIC, gate, "-" + percent(step), Supply.champion(1 - step));
                kept &= !gate.getKey().equals("sluice")
                        || summary.mistaken().upper() <= policy().testing().alpha();
            }
        }
        return done(report, extent, kept);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Candidates broken in known ways: real model files on a simulated shop.")
    int broken() {
        Path work;
        try {
            work = Files.createTempDirectory("sluice-broken");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make a directory for the candidates", failure);
        }
        boolean kept = true;
        try (BrokenCandidates candidates = new BrokenCandidates(policy(), work)) {
            for (BrokenCandidates.Outcome outcome : candidates.run()) {
                kept &= outcome.verdict().promotes() == outcome.name().equals("sound");
                print(String.format(
                        Locale.ROOT,
                        "  %-32s %-12s %-16s %.160s",
                        outcome.name(),
                        outcome.verdict().decision(),
                        outcome.verdict().state(),
                        outcome.verdict().reasons().get(0)));
            }
        }
        return kept ? 0 : 1;
    }

    @Command(mixinStandardHelpOptions = true, description = "How often one decision finds a true lift, by sessions.")
    int power(
            @Mixin Extent extent,
            @Option(names = "--sessions", split = ",", defaultValue = "1000,10000,100000") int[] sizes) {
        ObjectNode report = report("power", extent);
        heading("share of decisions that promote, by true lift and sessions");
        for (int sessions : sizes) {
            int trials = Math.max(50, (int) Math.min(extent.campaigns, 20_000_000L / sessions));
            for (double lift : LIFTS) {
                ClopperPearson found = found(extent, sessions, lift, trials);
                print(String.format(
                        Locale.ROOT,
                        "  %,8d sessions  %5s  %6.3f  [%.3f, %.3f]  of %d",
                        sessions,
                        percent(lift),
                        found.rate(),
                        found.lower(),
                        found.upper(),
                        trials));
                put(report.withArray("results").addObject(), "found", found)
                        .put("sessions", sessions)
                        .put("lift", lift);
            }
        }
        return done(report, extent, true);
    }

    private ClopperPearson found(Extent extent, int sessions, double lift, int trials) {
        RivalGate gate = RivalGate.sluice(betterOnly(), extent.replicates(policy()));
        SimulatedModel champion = SimulatedModel.of(1, 0, Fondness.SYMMETRIC);
        int hits = (int) IntStream.range(0, trials)
                .parallel()
                .filter(trial -> {
                    SimulatedWindow window = SimulatedWindow.ofSessions(Noise.mix(extent.seed + trial), sessions);
                    SimulatedModel candidate = SimulatedModel.of(trial + 2L, lift, Fondness.SYMMETRIC);
                    return gate.ask(
                                    window,
                                    new SimulatedDecision.Line(
                                            candidate,
                                            champion,
                                            SimulatedModel.baseline(Fondness.SYMMETRIC),
                                            List.of()))
                            .reason()
                            .isPresent();
                })
                .count();
        return new ClopperPearson(hits, trials);
    }

    /** The naive gates once: how differences are shaped is nothing to them. */
    private Map<String, RivalGate> gates(Extent extent, Fondness fondness) {
        Map<String, RivalGate> gates = new LinkedHashMap<>();
        gates.put("sluice", RivalGate.sluice(policy(), extent.replicates(policy())));
        gates.put("sluice, BETTER only", RivalGate.sluice(betterOnly(), extent.replicates(policy())));
        if (fondness == Fondness.SYMMETRIC) {
            gates.put("higher is better", RivalGate.higherIsBetter());
            gates.put("t-test per session", RivalGate.sessionTest());
        }
        return gates;
    }

    private GatePolicy policy() {
        return settings.config().gate();
    }

    private GatePolicy betterOnly() {
        GatePolicy.Freshness fresh = policy().freshness();
        return policy().with(new GatePolicy.Freshness(
                fresh.margin(), Duration.ofDays(36_500), fresh.memory(), fresh.yardsticks()));
    }

    private GatePolicy forgetful() {
        GatePolicy.Freshness fresh = policy().freshness();
        return policy().with(new GatePolicy.Freshness(fresh.margin(), fresh.deadline(), fresh.memory(), 0));
    }

    private Campaign.Summary run(
            ObjectNode report,
            Extent extent,
            Fondness fondness,
            Map.Entry<String, RivalGate> gate,
            String candidates,
            Supply supply) {
        Campaign.Summary summary =
                Campaign.summarise(extent.of(fondness, policy()).run(gate.getValue(), supply));
        print(String.format(
                Locale.ROOT,
                "  %-26s false %.4f (upper %.4f)  promoting %.4f  promotions %5.2f  final %+.4f (5 %% below %+.4f)",
                gate.getKey(),
                summary.mistaken().rate(),
                summary.mistaken().upper(),
                summary.promoting().rate(),
                summary.promotions(),
                summary.finalQuality(),
                summary.lowQuality()));
        ObjectNode result = report.withArray("results")
                .addObject()
                .put("gate", gate.getKey())
                .put("candidates", candidates)
                .put("shape", fondness.name())
                .put("promotions", summary.promotions())
                .put("finalQuality", summary.finalQuality())
                .put("lowQuality", summary.lowQuality())
                .put("differing", summary.differing());
        put(result, "mistaken", summary.mistaken());
        put(result, "promoting", summary.promoting());
        return summary;
    }

    private static ObjectNode put(ObjectNode node, String name, ClopperPearson rate) {
        node.putObject(name)
                .put("hits", rate.hits())
                .put("trials", rate.trials())
                .put("rate", rate.rate())
                .put("lower95", rate.lower())
                .put("upper95", rate.upper());
        return node;
    }

    private ObjectNode report(String kind, Extent extent) {
        ObjectNode report = new ObjectMapper()
                .createObjectNode()
                .put("kind", kind)
                .put("code", System.getProperty("sluice.version", "development"))
                .put("jdk", Runtime.version().toString())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("campaigns", extent.campaigns)
                .put("decisions", policy().testing().decisions())
                .put("users", extent.users)
                .put("seed", extent.seed)
                .put("bootstrap", extent.replicates(policy()))
                .put("policyHash", policy().hash());
        policy().settings().forEach(report.putObject("policy")::put);
        print("policy " + policy().hash() + ", " + extent.campaigns + " campaigns, seed " + extent.seed);
        return report;
    }

    private int done(ObjectNode report, Extent extent, boolean kept) {
        report.put("kept", kept);
        extent.json.ifPresent(file -> {
            try {
                Files.writeString(file, report.toPrettyString() + "\n");
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write " + file, failure);
            }
        });
        print(kept ? "every promise is kept" : "A PROMISE IS BROKEN");
        return kept ? 0 : 1;
    }

    private static void heading(String text) {
        print(text);
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
