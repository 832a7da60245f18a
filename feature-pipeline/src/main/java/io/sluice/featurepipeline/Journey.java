package io.sluice.featurepipeline;

/**
 * What one shopper was shown and may yet turn to.
 *
 * @param lists oldest first
 * @param taken oldest impression first
 */
public record Journey(OpenList[] lists, Taken[] taken) {
    static final Journey NONE = new Journey(new OpenList[0], new Taken[0]);

    boolean isOver() {
        return lists.length == 0 && taken.length == 0;
    }
}
