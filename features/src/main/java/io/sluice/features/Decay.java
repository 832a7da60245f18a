package io.sluice.features;

import java.time.Duration;
import java.util.List;

/**
 * Exponential forgetting at several speeds: a count loses half of its weight in each half-life. Counts of all speeds stand
 * beside each other, {@link #SPEEDS} per kind of event.
 */
final class Decay {
    static final List<Duration> HALF_LIVES = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));
    static final int SPEEDS = HALF_LIVES.size();
    static final int HOUR = 0;
    static final int DAY = 1;
    static final int WEEK = 2;

    private static final double[] HALF_LIFE_MILLIS =
            HALF_LIVES.stream().mapToDouble(Duration::toMillis).toArray();

    private Decay() {}

    /** What is left of a weight of one after {@code elapsedMillis}, not negative; in (0, 1]. */
    static double left(long elapsedMillis, int speed) {
        return elapsedMillis == 0 ? 1 : StrictMath.pow(2, -elapsedMillis / HALF_LIFE_MILLIS[speed]);
    }

    /** The counts {@code [kinds × SPEEDS]} after {@code elapsedMillis} without events; a copy. */
    static double[] faded(double[] counts, long elapsedMillis) {
        double[] faded = counts.clone();
        for (int speed = 0; speed < SPEEDS; speed++) {
            double left = left(elapsedMillis, speed);
            for (int at = speed; at < faded.length; at += SPEEDS) {
                faded[at] *= left;
            }
        }
        return faded;
    }
}
