package io.sluice.trainer.tuning;

import java.util.List;
import java.util.Optional;

/** Every combination of {@code each} evenly placed values per dimension, the last dimension turning fastest. */
public record GridSearch(int dimensions, int each) implements Search {
    public GridSearch {
        if (each < 2) {
            throw new IllegalArgumentException("a grid needs at least 2 values per parameter, got " + each);
        }
    }

    @Override
    public Optional<double[]> next(List<Trial> done) {
        long rest = done.size();
        double[] point = new double[dimensions];
        for (int at = dimensions - 1; at >= 0; at--) {
            point[at] = rest % each / (each - 1.0);
            rest /= each;
        }
        return rest > 0 ? Optional.empty() : Optional.of(point);
    }
}
