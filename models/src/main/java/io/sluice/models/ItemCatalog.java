package io.sluice.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The items a model knows: outside ids and their dense indices from 0. Every index in a model's scoring refers to its
 * own catalogue. Immutable.
 */
public final class ItemCatalog {
    private final List<String> ids;
    private final Map<String, Integer> indices;

    private ItemCatalog(List<String> ids) {
        this.ids = List.copyOf(ids);
        this.indices = new HashMap<>(ids.size() * 2);
        for (int index = 0; index < this.ids.size(); index++) {
            if (indices.put(this.ids.get(index), index) != null) {
                throw new IllegalArgumentException("a catalogue names each item once, got twice " + ids.get(index));
            }
        }
    }

    /** A catalogue with the given ids in the given order. */
    public static ItemCatalog of(List<String> ids) {
        return new ItemCatalog(ids);
    }

    public int size() {
        return ids.size();
    }

    public String id(int index) {
        return ids.get(index);
    }

    public OptionalInt index(String id) {
        Integer index = indices.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    public List<String> ids() {
        return ids;
    }
}
