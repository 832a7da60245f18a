package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceTrainerTest implements PersonalContract {
    @Override
    public Recipe recipe() {
        return new Recipe(Family.SEQUENCE, Map.of("network-width", "32", "network-hidden", "16"), 1);
    }

    @Test
    void shouldShowALossThatFalls() {
        List<Double> losses = new ArrayList<>();

        recipe().trainer().train(Shop.ofPairs().set(0, 4), 1, (family, epoch, metric, value) -> losses.add(value));

        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) / 2);
    }

    @Test
    void shouldGiveTheSameBytesForAnyNumberOfThreads(@TempDir Path directory) throws Exception {
        for (int threads : new int[] {1, 3}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                Recommender model = pool.submit(this::trainedOnPairs).get();
                ModelFiles.save(model, directory.resolve("by-" + threads));
            } finally {
                pool.shutdown();
            }
        }

        assertThat(directory.resolve("by-1").resolve(ModelFiles.FILE))
                .hasSameBinaryContentAs(directory.resolve("by-3").resolve(ModelFiles.FILE));
    }
}
