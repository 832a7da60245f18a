package io.sluice.app;

import io.sluice.app.bench.BenchCommand;
import io.sluice.app.config.CommandArguments;
import io.sluice.app.config.Settings;
import io.sluice.app.data.DataCommand;
import io.sluice.app.streaming.AuditCommand;
import io.sluice.app.streaming.BrokerCommand;
import io.sluice.app.streaming.CollectCommand;
import io.sluice.app.streaming.FeedCommand;
import io.sluice.app.streaming.IngestCommand;
import io.sluice.app.streaming.RejectsCommand;
import io.sluice.app.streaming.RowsCommand;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code sluice} command. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        version = "sluice 0.1.0",
        description = "Keeps an online shop's recommendation models fresh, and lets only proven ones through.",
        subcommands = {
            DemoCommand.class,
            ModelsCommand.class,
            ReportCommand.class,
            RecommendCommand.class,
            RollbackCommand.class,
            PromoteCommand.class,
            GateCommand.class,
            ReproduceCommand.class,
            AuditCommand.class,
            RejectsCommand.class,
            BrokerCommand.class,
            IngestCommand.class,
            CollectCommand.class,
            FeedCommand.class,
            RowsCommand.class,
            RegistryCommand.class,
            DataCommand.class,
            TuneCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "Settings: --SECTION.KEY=VALUE, SLUICE_SECTION__KEY in the environment, or --config FILE (YAML);",
            "--print-config shows those in effect and where each came from.",
            "`sluice test` runs all tests that need no container engine or GPU."
        })
public final class Main {
    private static final java.util.logging.Logger TRIBUO = java.util.logging.Logger.getLogger("org.tribuo");

    private Main() {}

    public static void main(String[] arguments) {
        // Tribuo logs through the JDK, whose default is the terminal.
        TRIBUO.setLevel(Level.WARNING);
        System.exit(run(List.of(arguments), System.getenv()));
    }

    private static int run(List<String> arguments, Map<String, String> environment) {
        CommandArguments parted;
        Settings settings;
        try {
            parted = CommandArguments.of(arguments);
            settings = parted.settings(environment);
        } catch (IllegalArgumentException mistake) {
            System.err.println("sluice: " + mistake.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (parted.printConfig()) {
            settings.lines().forEach(System.out::println);
            return CommandLine.ExitCode.OK;
        }
        CommandLine command = new CommandLine(new Main(), new CommandFactory(settings));
        command.setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
        return parted.command().isEmpty()
                ? usage(command)
                : command.execute(parted.command().toArray(String[]::new));
    }

    private static int usage(CommandLine command) {
        command.usage(System.out);
        return CommandLine.ExitCode.USAGE;
    }

    /** What a person can act on goes to the terminal; the whole story to the log. */
    private static int failed(Exception failure, CommandLine line) {
        // Only now: commands choose the log's place before anything logs.
        Logger log = LoggerFactory.getLogger(Main.class);
        log.error("command={} failed", line.getCommandName(), failure);
        boolean mistake = failure instanceof IllegalArgumentException;
        boolean expected = mistake || failure instanceof BrokenWorld || failure instanceof UncheckedIOException;
        line.getErr().println("sluice: " + (expected ? failure.getMessage() : failure.toString()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            line.getErr().println("  because: " + cause);
        }
        return mistake ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
