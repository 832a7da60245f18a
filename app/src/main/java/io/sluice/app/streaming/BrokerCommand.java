package io.sluice.app.streaming;

import io.sluice.app.EmbeddedKafka;
import io.sluice.app.Home;
import io.sluice.app.HomeOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the embedded broker alone. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description =
                "Runs the embedded Kafka broker alone, on the loopback address, for other processes of this machine.")
public final class BrokerCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--port", description = "To listen on (default: ${DEFAULT-VALUE}).")
    private int port = 9092;

    @Override
    public Integer call() {
        UntilStopped running = new UntilStopped();
        try (Home taken = Home.take(home.path());
                EmbeddedKafka kafka = EmbeddedKafka.start(taken.kafka(), port)) {
            System.out.println("Kafka serves on " + kafka.bootstrapServers() + "; stop it with Ctrl-C.");
            running.await(Optional::empty);
            return 0;
        } finally {
            running.done();
        }
    }
}
