package io.sluice.evaluator;

import io.sluice.metrics.HoldoutScores;
import io.sluice.metrics.Tally;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured of one model on the holdout.
 *
 * @param metrics mean over sessions, by name
 * @param rankingsSha256 equal for two models that recommend the same
 */
public record Measured(
        String version,
        String family,
        Instant informationCutOff,
        SortedMap<String, Double> metrics,
        Tally tally,
        String rankingsSha256) {
    public Measured {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    static Measured of(Contender contender, HoldoutScores scores) {
        return new Measured(
                contender.version(),
                contender.model().family().label(),
                contender.informationCutOff(),
                scores.means(),
                scores.tally(),
                scores.rankingsSha256());
    }

    /** Whether every answer came, and was one that could be shown to a shopper. */
    boolean isSound() {
        return tally.failures() + tally.nonFinite() + tally.unsellable() + tally.invalid() == 0;
    }

    String faults() {
        return "failures=" + tally.failures() + " non-finite=" + tally.nonFinite() + " unsellable="
                + tally.unsellable() + " unknown-or-repeated=" + tally.invalid()
                + (tally.firstFailure().isEmpty() ? "" : " first=\"" + tally.firstFailure() + "\"");
    }
}
