package io.sluice.app;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.Warehouse;
import io.sluice.registry.Registry;
import io.sluice.trainer.Reproduction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Rebuilds a version from its manifest. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description = "Rebuilds a version from its manifest and the tables, and compares bytes.")
final class ReproduceCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "VERSION", description = "As `sluice models` lists it.")
    private String version;

    @Override
    public Integer call() throws IOException {
        Path directory = home.path();
        Path rebuilt = Files.createTempDirectory("sluice-reproduce");
        try (Registry registry = Registry.open(home.registry(), Clock.systemUTC());
                Warehouse warehouse = Warehouse.open(directory.resolve("warehouse"))) {
            // Only the manifest is read from the registry; the stored model is not.
            Manifest manifest =
                    new Champions(registry, home.model(), directory.resolve("work/models")).manifest(version);
            Reproduction reproduction = Reproduction.of(manifest, new CutReader(warehouse), rebuilt);
            System.out.println("stored   " + reproduction.expectedSha256());
            System.out.println("rebuilt  " + reproduction.rebuiltSha256());
            reproduction.differences().forEach(difference -> System.out.println("differs  " + difference));
            System.out.println(
                    reproduction.isExact() ? "v" + version + " is reproduced, byte for byte" : "NOT reproduced");
            return reproduction.isExact() ? 0 : 1;
        } finally {
            Files.deleteIfExists(rebuilt.resolve("model.bin"));
            Files.deleteIfExists(rebuilt);
        }
    }
}
