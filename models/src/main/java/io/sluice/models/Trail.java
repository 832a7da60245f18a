package io.sluice.models;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The items of a session that a model knows, oldest first, those of actions that say nothing left out.
 *
 * <p>Whether the same item twice in a row is one step or two is part of the task: logs that record a click and a view of
 * one visit collapse such runs, click streams where going back to an item is a step keep them.
 */
final class Trail {
    private static final int LONGEST = 60;

    private Trail() {}

    /** At most the newest {@value #LONGEST}. */
    static int[] of(Query query, ItemCatalog catalog, ActionWeights actions, boolean collapseRuns) {
        List<Step> steps = query.steps();
        int[] items = new int[Math.min(LONGEST, steps.size())];
        int at = items.length;
        for (int step = steps.size() - 1; step >= 0 && at > 0; step--) {
            OptionalInt item = actions.of(steps.get(step).action()) > 0
                    ? catalog.index(steps.get(step).item())
                    : OptionalInt.empty();
            boolean sameRun = collapseRuns && item.isPresent() && at < items.length && items[at] == item.getAsInt();
            if (item.isPresent() && !sameRun) {
                items[--at] = item.getAsInt();
            }
        }
        return Arrays.copyOfRange(items, at, items.length);
    }
}
