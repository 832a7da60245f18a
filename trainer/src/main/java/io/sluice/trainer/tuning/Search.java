package io.sluice.trainer.tuning;

import java.util.List;
import java.util.Optional;

/** Chooses what to try next: a function of what was tried, so that a search can go on in another process. */
public interface Search {
    /**
     * The next point.
     *
     * @param done trials that ended, by number
     * @return a place in the unit cube; empty when there is nothing left to try
     */
    Optional<double[]> next(List<Trial> done);
}
