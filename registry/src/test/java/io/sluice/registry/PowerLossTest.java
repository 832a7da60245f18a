package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power goes at every statement of a life of publishing and promoting. Files then hold what the model of {@link
 * PowerLossDisk} leaves. The database is SQLite's own: of its write-ahead log, what was there at the last commit stays,
 * and any length of what came after.
 */
class PowerLossTest {
    private static final int STRIDE = Boolean.getBoolean("sluice.campaign") ? 1 : 9;

    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingThatWasReturnedAndKeepNothingHalf() throws IOException {
        Path root = Files.createDirectories(directory.resolve("registry"));
        Path sources = directory.resolve("sources");
        PowerLossDisk disk = new PowerLossDisk(root);
        List<Loss> losses = new ArrayList<>();
        List<String> returned = new ArrayList<>();
        try (Registry registry = Lifetime.open(root, disk, new Losing(root, disk, losses, returned))) {
            Lifetime.live(registry, sources, returned::add);
        }

        assertThat(losses).hasSizeGreaterThan(10);
        for (Loss loss : losses) {
            Lifetime.requireSound(loss.root(), sources, loss.returned());
        }
    }

    private record Loss(Path root, List<String> returned) {}

    /** Copies what a power loss would leave, before a statement runs. */
    private final class Losing implements Consumer<String> {
        private final Path root;
        private final PowerLossDisk disk;
        private final List<Loss> losses;
        private final List<String> returned;
        private long statements;
        private long committedWal;
        private boolean committing;

        private Losing(Path root, PowerLossDisk disk, List<Loss> losses, List<String> returned) {
            this.root = root;
            this.disk = disk;
            this.losses = losses;
            this.returned = returned;
        }

        @Override
        public void accept(String statement) {
            try {
                if (committing) {
                    committedWal = walSize(); // the statement before this one was a COMMIT, and it has returned
                }
                committing = statement.equals("COMMIT");
                statements++;
                // Before the tables were made there is nothing that could be lost.
                if (committedWal > 0 && statements % STRIDE == 0) {
                    lose();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void lose() throws IOException {
            Path left = directory.resolve("lost-at-" + statements);
            disk.lose(left, statements);
            Files.copy(root.resolve("registry.db"), left.resolve("registry.db"));
            byte[] wal = Files.readAllBytes(root.resolve("registry.db-wal"));
            long torn = committedWal + Math.floorMod(statements * 7919, wal.length - committedWal + 1);
            Files.write(left.resolve("registry.db-wal"), java.util.Arrays.copyOf(wal, (int) torn));
            losses.add(new Loss(left, List.copyOf(returned)));
        }

        private long walSize() throws IOException {
            return Files.size(root.resolve("registry.db-wal"));
        }
    }
}
