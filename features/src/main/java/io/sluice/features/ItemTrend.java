package io.sluice.features;

import java.time.Duration;

/**
 * Decayed counts of what all shoppers did with one item, as of the end of a step. A public record of plain fields, because
 * engines carry it.
 *
 * @param step the latest step that is counted; {@code Long.MIN_VALUE} if none is
 * @param counts {@code [kinds × half-lives]}
 */
public record ItemTrend(long step, double[] counts) {
    /** What happened longer ago counts nothing. */
    public static final Duration MEMORY = Duration.ofDays(56);

    /** An item with which nothing happened. */
    public static final ItemTrend NONE = new ItemTrend(Long.MIN_VALUE, new double[Kind.COUNT * Decay.SPEEDS]);

    /**
     * This trend with one more whole step.
     *
     * @throws IllegalArgumentException if that step or a later one was counted before
     */
    public ItemTrend after(ItemTally tally) {
        if (tally.step() <= step) {
            throw new IllegalArgumentException("steps come in order: at " + step + ", got " + tally);
        }
        boolean forgotten = step == Long.MIN_VALUE || elapsed(tally.step()) >= MEMORY.toMillis();
        double[] more = forgotten ? NONE.counts.clone() : Decay.faded(counts, elapsed(tally.step()));
        for (Kind kind : Kind.values()) {
            for (int speed = 0; speed < Decay.SPEEDS; speed++) {
                more[kind.ordinal() * Decay.SPEEDS + speed] += tally.count(kind);
            }
        }
        return new ItemTrend(tally.step(), more);
    }

    /** Events of a kind up to the last whole step before {@code millis}, decayed to the end of that step. */
    double count(Kind kind, int speed, long millis) {
        double held = counts[kind.ordinal() * Decay.SPEEDS + speed];
        long elapsed = held == 0 ? 0 : elapsed(ItemTally.step(millis) - 1);
        return held == 0 || elapsed >= MEMORY.toMillis() ? 0 : held * Decay.left(elapsed, speed);
    }

    private long elapsed(long to) {
        return (to - step) * ItemTally.STEP.toMillis();
    }
}
