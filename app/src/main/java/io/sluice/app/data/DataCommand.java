package io.sluice.app.data;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds the commands about tables. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Looks after the training tables.",
        subcommands = {DelaysCommand.class, LeakageCommand.class, TidyCommand.class})
public final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "name what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
