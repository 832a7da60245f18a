package io.sluice.app;

import io.sluice.app.config.Settings;
import io.sluice.evaluator.GatePolicy;
import io.sluice.registry.AlphaEntry;
import io.sluice.registry.Cause;
import io.sluice.registry.Freeze;
import io.sluice.registry.Registry;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops promotions, lets them go on, and shows where the gate stands. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(freeze | thaw | status)",
        description = "Stops promotions by verdict, lets them go on, shows where the gate stands.")
final class GateCommand implements Runnable {
    private final Settings settings;

    @Mixin
    private HomeOption home;

    GateCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        status(home);
    }

    @Command(mixinStandardHelpOptions = true, description = "Stops all promotions by verdict (a sale weekend).")
    int freeze(
            @Mixin HomeOption at,
            @Option(names = "--why", required = true, description = "Goes into the log.") String why,
            @Option(names = "--who", description = "Default: the user running this.") Optional<String> who) {
        return change(at, true, why, who);
    }

    @Command(mixinStandardHelpOptions = true, description = "Lets promotions go on.")
    int thaw(
            @Mixin HomeOption at,
            @Option(names = "--why", required = true, description = "Goes into the log.") String why,
            @Option(names = "--who", description = "Default: the user running this.") Optional<String> who) {
        return change(at, false, why, who);
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows freezes, the policy and the error budget.")
    int status(@Mixin HomeOption at) {
        GatePolicy policy = settings.config().gate();
        try (Registry registry = Registry.open(at.registry(), Clock.systemUTC())) {
            System.out.println(registry.frozen()
                    .map(freeze -> "frozen since " + freeze.wallTime() + " by " + freeze.by() + ": " + freeze.why())
                    .orElse("not frozen"));
            for (Freeze change : registry.freezes()) {
                System.out.println("  " + change.wallTime() + "  " + (change.frozen() ? "freeze" : "thaw  ") + "  "
                        + change.by() + ": " + change.why());
            }
            budget(registry.alphaLedger(at.model()), policy.testing());
            System.out.println("policy " + policy.hash());
            policy.settings().forEach((key, value) -> System.out.println("  " + key + " = " + value));
            return 0;
        }
    }

    private int change(HomeOption at, boolean freeze, String why, Optional<String> who) {
        Cause cause = Cause.of(who.orElse(System.getProperty("user.name")), why);
        try (Registry registry = Registry.open(at.registry(), Clock.systemUTC())) {
            if (registry.frozen().isPresent() == freeze) {
                System.err.println("sluice: promotions are " + (freeze ? "frozen already" : "not frozen"));
                return 1;
            }
            if (freeze) {
                registry.freeze(cause);
            } else {
                registry.thaw(cause);
            }
            System.out.println(freeze ? "promotions are frozen" : "promotions go on");
            return 0;
        }
    }

    private static void budget(List<AlphaEntry> ledger, GatePolicy.Testing testing) {
        List<AlphaEntry> recent = ledger.subList(Math.max(0, ledger.size() - testing.decisions()), ledger.size());
        double spent = recent.stream().mapToDouble(AlphaEntry::charged).sum();
        System.out.println(String.format(
                Locale.ROOT,
                "error budget: %.4f of %.4f spent in the last %d decisions (of %d)",
                spent,
                testing.alpha(),
                recent.size(),
                ledger.size()));
        recent.stream()
                .skip(Math.max(0, recent.size() - 10))
                .forEach(entry -> System.out.println(String.format(
                        Locale.ROOT,
                        "  %5d  v%-6s %s  granted %.5f  %s",
                        entry.sequence(),
                        entry.candidate(),
                        entry.eventTime(),
                        entry.level(),
                        entry.spent()
                                .map(value -> String.format(Locale.ROOT, "spent %.5f", value))
                                .orElse("not settled"))));
    }
}
