package io.sluice.evaluator;

import java.util.Optional;

/**
 * Who is compared.
 *
 * @param champion who holds the alias, if anybody does and can be loaded
 * @param popularity the counting baseline, retrained on what the candidate learnt from: the floor
 * @param bestOfWeek the best champion of the last seven days by its own verdict, if it is not the champion
 * @param frozen whether promotions are stopped by hand
 * @param championUnloadable why the champion could not be loaded, if that is why there is none
 */
public record Contest(
        Contender candidate,
        Optional<Contender> champion,
        Contender popularity,
        Optional<Contender> bestOfWeek,
        boolean frozen,
        Optional<String> championUnloadable) {

    /** A contest under ordinary circumstances. */
    public static Contest between(
            Contender candidate, Optional<Contender> champion, Contender popularity, Optional<Contender> bestOfWeek) {
        return new Contest(candidate, champion, popularity, bestOfWeek, false, Optional.empty());
    }
}
