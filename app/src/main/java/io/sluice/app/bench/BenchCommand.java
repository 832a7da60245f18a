package io.sluice.app.bench;

import io.sluice.app.bench.gate.GateBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds the measurements. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures models and kernels on files or simulated data.",
        subcommands = {
            AlsBench.class,
            BalancingBench.class,
            CatalogueBench.class,
            CostBench.class,
            SessionsCommand.class,
            LoadCommand.class,
            GateBench.class,
            MetricsBench.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a measurement");
    }
}
