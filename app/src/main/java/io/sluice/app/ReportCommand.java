package io.sluice.app;

import io.sluice.evaluator.VerdictReport;
import io.sluice.registry.Registry;
import io.sluice.registry.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the evidence behind a verdict. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Prints the evidence behind a version's verdict.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "VERSION", description = "As `sluice models` lists it.")
    private String version;

    @Option(names = "--json", description = "Print the evidence as JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write it as one self-contained page instead.")
    private Optional<Path> html = Optional.empty();

    @Override
    public Integer call() {
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC())) {
            Verdict verdict = registry.latestVerdict(home.model(), version)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "version " + version + " has no verdict; `sluice models` lists those that have"));
            html.ifPresent(file -> write(file, VerdictReport.html(verdict.evidence())));
            if (html.isPresent() && !json) {
                return 0;
            }
            System.out.println(json ? verdict.evidence() : VerdictReport.text(verdict.evidence()));
            return 0;
        }
    }

    private static void write(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the report to " + file, failure);
        }
    }
}
