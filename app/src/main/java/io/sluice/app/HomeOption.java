package io.sluice.app;

import io.sluice.app.config.Settings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an installation lives. */
public final class HomeOption {
    private final Settings settings;

    HomeOption(Settings settings) {
        this.settings = settings;
    }

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where everything lives; default: target/demo of the project.")
    private Path directory;

    /** The directory, which the log file goes to from here on. */
    public Path path() {
        Path chosen = directory == null ? Path.of(System.getProperty("sluice.home", "."), "target", "demo") : directory;
        Path absolute = chosen.toAbsolutePath().normalize();
        System.setProperty("sluice.log", absolute.resolve("sluice.log").toString());
        return absolute;
    }

    /** The registered model's name. */
    String model() {
        return settings.config().trainer().model();
    }

    Path registry() {
        Path registry = path().resolve("registry");
        if (!registry.toFile().isDirectory()) {
            throw new IllegalArgumentException(
                    "there is no registry in " + path() + "; run `sluice demo` first or name another --dir");
        }
        return registry;
    }
}
