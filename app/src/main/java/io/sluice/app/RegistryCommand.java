package io.sluice.app;

import io.sluice.app.config.Settings;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.rest.RegistryServer;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the registry alone. */
@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        description = "Serves the registry to every MLflow client, on loopback unless registry.host says otherwise.")
final class RegistryCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--port", description = "0 takes a free one (default: the setting registry.port).")
    private Optional<Integer> port = Optional.empty();

    private final RegistryConfig config;

    RegistryCommand(Settings settings) {
        config = settings.config().registry();
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
        RegistryConfig chosen =
                port.map(number -> config.on(config.host(), number)).orElse(config);
        try (Registry registry = Registry.open(home.path().resolve("registry"), chosen, Clock.systemUTC());
                RegistryServer server = RegistryServer.start(registry, chosen)) {
            System.out.println("MLFLOW_TRACKING_URI=" + server.address());
            stopped.await();
            return 0;
        }
    }
}
