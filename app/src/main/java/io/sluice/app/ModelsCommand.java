package io.sluice.app;

import io.sluice.registry.ModelVersion;
import io.sluice.registry.Registry;
import io.sluice.registry.Verdict;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists versions, verdicts and who is champion. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists versions, verdicts and the champion.")
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC())) {
            Optional<String> champion = registry.champion(home.model()).map(ModelVersion::version);
            System.out.println(String.format(
                    "%-8s %-10s %-14s %10s  %-13s %-18s %s",
                    "version", "kind", "family", "bytes", "verdict", "state", ""));
            for (ModelVersion version : registry.versions(home.model())) {
                Optional<Verdict> verdict = registry.latestVerdict(home.model(), version.version());
                System.out.println(String.format(
                        Locale.ROOT,
                        "%-8s %-10s %-14s %,10d  %-13s %-18s %s",
                        version.version(),
                        version.kind().name().toLowerCase(Locale.ROOT),
                        version.tags().getOrDefault("family", ""),
                        version.sizeBytes(),
                        verdict.map(given -> given.decision().name()).orElse("–"),
                        verdict.map(Verdict::state).orElse("–"),
                        champion.equals(Optional.of(version.version())) ? "← champion" : ""));
            }
            return 0;
        }
    }
}
