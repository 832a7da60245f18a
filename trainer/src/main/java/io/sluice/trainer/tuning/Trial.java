package io.sluice.trainer.tuning;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One set of parameters and how it did.
 *
 * @param number from 0, in the order in which trials began
 * @param point in the search space's unit cube
 * @param scores per window, oldest first; higher is better
 * @param stopped whether it was ended early, so that scores of later windows are missing
 */
public record Trial(
        int number, List<Double> point, Map<String, String> parameters, List<Double> scores, boolean stopped) {
    public Trial {
        point = List.copyOf(point);
        parameters = Map.copyOf(parameters);
        scores = List.copyOf(scores);
    }

    /** The mean over the windows that were scored. */
    public double mean() {
        return scores.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NEGATIVE_INFINITY);
    }

    /** The mean over the first {@code windows}; empty if it never came so far. */
    OptionalDouble meanOfFirst(int windows) {
        return scores.size() < windows
                ? OptionalDouble.empty()
                : scores.stream()
                        .limit(windows)
                        .mapToDouble(Double::doubleValue)
                        .average();
    }
}
