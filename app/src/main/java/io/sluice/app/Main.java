package io.sluice.app;

import java.io.UncheckedIOException;
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
            ReproduceCommand.class,
            AuditCommand.class,
            RegistryCommand.class
        },
        footer = {"", "`sluice test` runs all tests that need no container engine or GPU."})
public final class Main {
    private static final java.util.logging.Logger TRIBUO = java.util.logging.Logger.getLogger("org.tribuo");

    private Main() {}

    public static void main(String[] arguments) {
        // Tribuo logs through the JDK, whose default is the terminal.
        TRIBUO.setLevel(Level.WARNING);
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
        System.exit(arguments.length == 0 ? usage(command) : command.execute(arguments));
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
