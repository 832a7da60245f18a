package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that ends at any step of publishing and promoting leaves no half version, no second champion, no log entry
 * without its move and no move without its entry. {@code -Dsluice.campaign=true} (infra/chaos/kill-registry) kills a
 * process of its own at every step; otherwise most deaths happen inside this one.
 */
class KillTest {
    private static final boolean CAMPAIGN = Boolean.getBoolean("sluice.campaign");
    private static final int HALTED = 137;

    @TempDir
    private Path directory;

    private Path sources;
    private long steps;

    /** What a process that dies does: nothing more, not even cleaning up. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void countTheSteps() {
        sources = directory.resolve("sources");
        Steps counting = new Steps(0, () -> {});
        try (Registry registry = Lifetime.open(directory.resolve("count"), counting, counting)) {
            Lifetime.live(registry, sources, returned -> {});
        }
        steps = counting.reached();
    }

    @Test
    void shouldHaveTwoHundredStepsToDieAt() {
        assertThat(steps).isGreaterThan(200);
    }

    @Test
    void shouldStaySoundWhereverThisProcessStopsWorking() throws IOException {
        long stride = CAMPAIGN ? 1 : 13;
        for (long fatal = 1; fatal <= steps; fatal += stride) {
            Path root = directory.resolve("died-at-" + fatal);
            List<String> returned = new ArrayList<>();
            die(root, fatal, returned);

            Lifetime.requireSound(root, sources, returned);
        }
    }

    @Test
    void shouldStaySoundWhereverAProcessIsKilled() throws Exception {
        long stride = CAMPAIGN ? 1 : steps / 4;
        int kills = 0;
        for (long fatal = 1 + stride / 2; fatal <= steps; fatal += stride) {
            Path root = directory.resolve("killed-at-" + fatal);
            Path told = directory.resolve("told-" + fatal);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KillTest.class.getName(),
                            root.toString(),
                            sources.toString(),
                            Long.toString(fatal))
                    .redirectErrorStream(true)
                    .redirectOutput(told.toFile())
                    .start();
            assertThat(process.waitFor()).isEqualTo(HALTED);
            kills++;

            Lifetime.requireSound(
                    root,
                    sources,
                    Files.readAllLines(told).stream()
                            .filter(line -> line.startsWith("registered ") || line.startsWith("moved "))
                            .toList());
        }
        System.out.println("killed " + kills + " processes, of " + steps + " steps");
    }

    /** The process that is killed: arguments are registry, sources and the step. */
    public static void main(String[] arguments) {
        Steps steps = new Steps(
                Long.parseLong(arguments[2]), () -> Runtime.getRuntime().halt(HALTED));
        try (Registry registry = Lifetime.open(Path.of(arguments[0]), steps, steps)) {
            Lifetime.live(registry, Path.of(arguments[1]), returned -> {
                System.out.println(returned);
                System.out.flush();
            });
        }
    }

    private void die(Path root, long fatal, List<String> returned) {
        Steps dying = new Steps(fatal, () -> {
            throw new Killed();
        });
        Registry registry = null;
        try {
            registry = Lifetime.open(root, dying, dying);
            Lifetime.live(registry, sources, returned::add);
        } catch (Killed expected) {
            assertThat(dying.reached()).isGreaterThanOrEqualTo(fatal);
        } finally {
            if (registry != null) {
                registry.close(); // as the operating system does: what was not committed is gone
            }
        }
    }
}
