package io.sluice.trainer.tuning;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws evenly. Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012. */
public record RandomSearch(int dimensions, long seed) implements Search {
    @Override
    public Optional<double[]> next(List<Trial> done) {
        return Optional.of(point(done.size()));
    }

    double[] point(int number) {
        // Neighbouring seeds give like first numbers; a draw between them does not.
        Random random = new Random(new Random(seed + 31L * number).nextLong());
        return random.doubles(dimensions).toArray();
    }
}
