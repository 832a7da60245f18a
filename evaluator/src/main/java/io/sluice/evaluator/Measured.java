package io.sluice.evaluator;

import io.sluice.metrics.HoldoutScores;
import io.sluice.metrics.Reliability;
import io.sluice.metrics.Tally;
import io.sluice.metrics.Variety;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured of one model on the holdout.
 *
 * @param metrics mean over sessions, by name
 * @param reliability of its first recommendations, if it recommended anything
 * @param rankingsSha256 equal for two models that recommend the same
 */
public record Measured(
        String version,
        String family,
        Instant informationCutOff,
        Provenance provenance,
        SortedMap<String, Double> metrics,
        Tally tally,
        Variety variety,
        Optional<Reliability> reliability,
        String rankingsSha256) {
    public Measured {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    static Measured of(Contender contender, HoldoutScores scores) {
        return new Measured(
                contender.version(),
                contender.model().family().label(),
                contender.informationCutOff(),
                contender.provenance(),
                scores.means(),
                scores.tally(),
                scores.variety(),
                scores.reliability(),
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
