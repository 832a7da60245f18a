package io.sluice.app.data;

import io.sluice.dataset.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The installation whose tables a command is about. */
final class Installation {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where everything lives; default: target/demo of the project.")
    private Path directory;

    private Path path() {
        return directory == null ? Path.of(System.getProperty("sluice.home", "."), "target", "demo") : directory;
    }

    /** Its tables. */
    Warehouse warehouse() {
        Path warehouse = path().resolve("warehouse");
        if (!Files.isDirectory(warehouse)) {
            throw new IllegalArgumentException(
                    "there are no tables in " + path() + "; run `sluice demo` first or name another --dir");
        }
        System.setProperty(
                "sluice.log", path().toAbsolutePath().resolve("sluice.log").toString());
        return Warehouse.open(warehouse);
    }

    /** Where its feature job keeps checkpoints. */
    Path flink() {
        return path().resolve("flink");
    }
}
