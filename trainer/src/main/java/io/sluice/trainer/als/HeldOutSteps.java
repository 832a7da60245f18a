package io.sluice.trainer.als;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The last entry of each of the newest rows, kept from learning to see how well it is found: what early stopping goes by.
 * Rows are taken to be in order of time, and a row's entries too. Rows of one entry keep it.
 */
public final class HeldOutSteps {
    private static final int K = 20;
    /** More rows than this hardly sharpen the mean, and each costs a pass over the columns. */
    private static final int MOST = 2000;

    private final Confidences rest;
    private final int[] rows;
    private final int[] columns;

    private HeldOutSteps(Confidences rest, int[] rows, int[] columns) {
        this.rest = rest;
        this.rows = rows;
        this.columns = columns;
    }

    /** @param share of the rows, the last ones, from 0 to 1 */
    public static HeldOutSteps ofNewest(Confidences all, double share) {
        int from = all.rows() - Math.min(MOST, (int) Math.ceil(share * all.rows()));
        int[] rows = IntStream.range(from, all.rows())
                .filter(row -> all.to(row) - all.from(row) > 1)
                .toArray();
        int[] columns =
                Arrays.stream(rows).map(row -> all.columns()[all.to(row) - 1]).toArray();
        return new HeldOutSteps(all.withoutLast(rows), rows, columns);
    }

    /** What is left to learn from. */
    public Confidences rest() {
        return rest;
    }

    /** The share of what was held out that stands among the first {@value #K} columns for its row; 0 if nothing was. */
    public double hitRate(Factorisation factorisation) {
        long hits = IntStream.range(0, rows.length)
                .parallel()
                .filter(at -> factorisation.better(rows[at], columns[at]) < K)
                .count();
        return rows.length == 0 ? 0 : (double) hits / rows.length;
    }
}
