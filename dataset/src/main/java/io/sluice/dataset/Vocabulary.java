package io.sluice.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Outside ids and their row numbers: dense from 0, in the order in which they were added, never reassigned. */
public final class Vocabulary {
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Integer> indices = new HashMap<>();

    /** The index of {@code id}, added at the end if it is new. */
    int add(String id) {
        Integer known = indices.putIfAbsent(id, ids.size());
        if (known != null) {
            return known;
        }
        ids.add(id);
        return ids.size() - 1;
    }

    public OptionalInt index(String id) {
        Integer index = indices.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    public String id(int index) {
        return ids.get(index);
    }

    public int size() {
        return ids.size();
    }
}
