package io.sluice.app.importing;

import io.sluice.schemas.Action;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which column of a generic log means what.
 *
 * @param columns from {@code time, user, item, action, session, price, quantity, id} to the log's names; time, user,
 *     item and action are required. Prices are in major units ("16.99").
 * @param unit how times are written
 * @param actions from the log's words to actions; a word that is missing here may be the action's own name
 */
public record Mapping(Map<String, String> columns, TimeUnit unit, Map<String, Action> actions) {
    /** How a time is written: epoch milliseconds, epoch seconds (a fraction is allowed), ISO 8601 with an offset. */
    public enum TimeUnit {
        MS,
        S,
        ISO;

        /** Reads a time, or nothing if it is none. */
        Optional<Instant> read(String text) {
            try {
                return Optional.of(
                        switch (this) {
                            case MS -> Instant.ofEpochMilli(Long.parseLong(text));
                            case S -> Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000));
                            case ISO -> Instant.parse(text);
                        });
            } catch (NumberFormatException | DateTimeException unreadable) {
                return Optional.empty();
            }
        }
    }

    private static final Set<String> MEANINGS =
            Set.of("time", "user", "item", "action", "session", "price", "quantity", "id");

    public Mapping {
        columns = Map.copyOf(columns);
        actions = Map.copyOf(actions);
        for (String meaning : columns.keySet()) {
            if (!MEANINGS.contains(meaning)) {
                throw new IllegalArgumentException("a mapping knows time, user, item, action, session, price, quantity"
                        + " and id, got " + meaning);
            }
        }
        for (String required : new String[] {"time", "user", "item", "action"}) {
            if (!columns.containsKey(required)) {
                throw new IllegalArgumentException("a mapping needs " + required + "=COLUMN");
            }
        }
    }

    /**
     * Reads {@code time=ts,user=visitor,item=item_id,action=event;time-unit=ms;actions=view:VIEW,cart:ADD_TO_CART};
     * the parts after the first are optional, the time unit is {@code ms} unless given.
     *
     * @throws IllegalArgumentException naming the part that cannot be read
     */
    public static Mapping parse(String text) {
        String[] parts = text.split(";");
        TimeUnit unit = TimeUnit.MS;
        Map<String, Action> actions = new HashMap<>();
        for (String part : Arrays.copyOfRange(parts, 1, parts.length)) {
            if (part.startsWith("time-unit=")) {
                unit = TimeUnit.valueOf(part.substring("time-unit=".length()).toUpperCase(Locale.ROOT));
            } else if (part.startsWith("actions=")) {
                pairs(part.substring("actions=".length()), ":")
                        .forEach((word, action) -> actions.put(word, Action.valueOf(action)));
            } else {
                throw new IllegalArgumentException("a mapping has time-unit= and actions=, got \"" + part + "\"");
            }
        }
        return new Mapping(pairs(parts[0], "="), unit, actions);
    }

    /** The action that a word of the log means, or nothing. */
    Optional<Action> action(String word) {
        Action mapped = actions.get(word);
        if (mapped != null) {
            return Optional.of(mapped);
        }
        return Arrays.stream(Action.values())
                .filter(action -> action != Action.UNKNOWN && action.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private static Map<String, String> pairs(String text, String separator) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text.split(",")) {
            int at = pair.indexOf(separator);
            if (at < 1 || at == pair.length() - 1) {
                throw new IllegalArgumentException(
                        "a mapping reads NAME" + separator + "VALUE,…, got \"" + pair + "\"");
            }
            pairs.put(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
        }
        return pairs;
    }
}
