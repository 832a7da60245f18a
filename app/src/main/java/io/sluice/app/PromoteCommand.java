package io.sluice.app;

import io.sluice.registry.Cause;
import io.sluice.registry.Registry;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the alias past the gate. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Makes a version champion past the gate; recorded as forced, with who and why.")
final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "VERSION", description = "As `sluice models` lists it.")
    private String version;

    @Option(names = "--force", required = true, description = "Only verdicts promote without it.")
    private boolean force;

    @Option(names = "--why", required = true, description = "Goes into the promotion log.")
    private String why;

    @Option(names = "--who", description = "Goes into the promotion log (default: the user running this).")
    private String who = System.getProperty("user.name");

    @Override
    public Integer call() {
        if (!force) {
            throw new IllegalArgumentException("only verdicts promote; --force goes past the gate, got --force=false");
        }
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC())) {
            return registry.forcePromote(home.model(), Registry.CHAMPION, version, Cause.of(who, why))
                    .match(
                            moved -> {
                                System.out.println("champion is v" + version + " by force, was v"
                                        + moved.entry().from().orElse("none") + " (log entry "
                                        + moved.entry().sequence() + ")");
                                return 0;
                            },
                            refused -> {
                                System.err.println("sluice: " + refused.detail());
                                return 1;
                            });
        }
    }
}
