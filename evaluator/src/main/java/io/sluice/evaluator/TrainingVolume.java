package io.sluice.evaluator;

import io.sluice.dataset.Interactions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much there was to learn from in the newest stretch of a model's training data.
 *
 * @param rows interactions
 * @param duplicates share of rows that repeat an earlier one (user, session, item, action and time alike), in [0, 1]
 */
public record TrainingVolume(long rows, double duplicates) {
    public TrainingVolume {
        if (rows < 0 || !(duplicates >= 0 && duplicates <= 1)) {
            throw new IllegalArgumentException(
                    "rows must not be negative and duplicates lie in [0, 1], got " + rows + " and " + duplicates);
        }
    }

    /** Of the given rows. */
    public static TrainingVolume of(Interactions newest) {
        Set<Row> seen = new HashSet<>();
        for (int row = 0; row < newest.size(); row++) {
            seen.add(new Row(
                    newest.time(row),
                    newest.user(row),
                    newest.session(row),
                    newest.item(row),
                    newest.action(row).ordinal()));
        }
        double repeated = newest.isEmpty() ? 0 : (newest.size() - seen.size()) / (double) newest.size();
        return new TrainingVolume(newest.size(), repeated);
    }

    /** The median of each, over earlier models; empty if there are none. */
    static Optional<TrainingVolume> usual(List<TrainingVolume> earlier) {
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        double[] rows = earlier.stream().mapToDouble(TrainingVolume::rows).toArray();
        double[] duplicates =
                earlier.stream().mapToDouble(TrainingVolume::duplicates).toArray();
        return Optional.of(new TrainingVolume(Math.round(median(rows)), median(duplicates)));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private record Row(long time, int user, int session, int item, int action) {}
}
