package io.sluice.app;

import io.sluice.registry.Cause;
import io.sluice.registry.Registry;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves the alias back. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Makes the previous champion champion again; recorded with who and why.")
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--why", required = true, description = "Goes into the promotion log.")
    private String why;

    @Option(names = "--who", description = "Goes into the promotion log (default: the user running this).")
    private String who = System.getProperty("user.name");

    @Override
    public Integer call() {
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC())) {
            return registry.rollback(home.model(), Registry.CHAMPION, Cause.of(who, why))
                    .match(
                            moved -> {
                                System.out.println(
                                        "champion is v" + moved.entry().to().orElse("none") + " again, was v"
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
