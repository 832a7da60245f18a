package io.sluice.app;

import io.sluice.registry.Registry;
import io.sluice.registry.rest.RegistryServer;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the registry alone. */
@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        description = "Serves the registry on loopback; every MLflow client can read it.")
final class RegistryCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--port", description = "0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 5000;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
        try (Registry registry = Registry.open(home.path().resolve("registry"), Clock.systemUTC());
                RegistryServer server = RegistryServer.start(registry, port)) {
            System.out.println("MLFLOW_TRACKING_URI=" + server.address());
            stopped.await();
            return 0;
        }
    }
}
