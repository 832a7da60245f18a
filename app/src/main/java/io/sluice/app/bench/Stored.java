package io.sluice.app.bench;

import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a model costs on disk.
 *
 * @param bytes of its file
 * @param loadMillis from opening the file to the first answer, in this process
 */
record Stored(long bytes, double loadMillis) {
    /** Saves into a temporary directory, loads from there and removes it. */
    static Stored of(Recommender model) {
        try {
            Path directory = Files.createTempDirectory("sluice-bench");
            Path file = directory.resolve(ModelFiles.FILE);
            try {
                ModelFiles.save(model, directory);
                long begin = System.nanoTime();
                Recommender loaded = ModelFiles.load(directory);
                List<String> known = loaded.items().ids();
                loaded.recommend(
                        SessionLog.query(known.subList(0, Math.min(1, known.size())), Instant.EPOCH),
                        StockMask.ALL,
                        20);
                return new Stored(Files.size(file), (System.nanoTime() - begin) / 1e6);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write a model to measure it", failure);
        }
    }
}
