package io.sluice.trainer.tuning;

import java.util.List;

/**
 * Ends a trial whose mean so far lies below the median of what others had at the same window. Golovin et al., "Google
 * Vizier", 2017.
 *
 * @param least others that must have come as far before anything is ended, at least 1
 */
public record MedianStopping(int least) {
    public MedianStopping {
        if (least < 1) {
            throw new IllegalArgumentException("median stopping needs at least 1 other trial, got " + least);
        }
    }

    boolean ends(Trial trial, List<Trial> others) {
        int windows = trial.scores().size();
        double[] means = others.stream()
                .map(other -> other.meanOfFirst(windows))
                .filter(mean -> mean.isPresent())
                .mapToDouble(mean -> mean.getAsDouble())
                .sorted()
                .toArray();
        return means.length >= least && trial.mean() < means[means.length / 2];
    }
}
