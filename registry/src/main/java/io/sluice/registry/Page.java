package io.sluice.registry;

import java.util.List;

/**
 * One page of what was found.
 *
 * @param more whether something follows it
 */
public record Page<T>(List<T> items, boolean more) {
    public Page {
        items = List.copyOf(items);
    }

    /** Cuts a list that was asked for one item more than a page holds. */
    static <T> Page<T> of(List<T> found, int size) {
        return new Page<>(found.subList(0, Math.min(size, found.size())), found.size() > size);
    }
}
