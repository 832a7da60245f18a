package io.sluice.models;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Kinds of signals about a candidate. All are used unless an ablation asks what each is worth. */
public enum SessionSignal {
    /** What sessions with the same items went to; what trees start from, so never left out. */
    NEIGHBOURS("neighbours"),
    /** How the session itself stands to the item: visits, distance, returns. */
    SESSION("session"),
    /** How the item is faring: counts, trend, ages, how often shoppers return to it. */
    ITEMS("items"),
    /** What stood next to the newest items. */
    TRANSITIONS("transitions"),
    /** What stood around that: two sessions away. */
    BEYOND("beyond"),
    /** The sequence network. */
    NETWORK("network");

    private final String label;

    SessionSignal(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /**
     * The signals of a list of labels separated by commas.
     *
     * @throws IllegalArgumentException for an unknown label, or without neighbours
     */
    public static Set<SessionSignal> parse(String labels) {
        EnumSet<SessionSignal> signals = EnumSet.noneOf(SessionSignal.class);
        for (String label : labels.split(",")) {
            signals.add(Arrays.stream(values())
                    .filter(signal -> signal.label.equals(label.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("signals name no \"" + label.strip() + "\"; known: "
                            + text(EnumSet.allOf(SessionSignal.class)))));
        }
        if (!signals.contains(NEIGHBOURS)) {
            throw new IllegalArgumentException("signals must hold neighbours, got " + labels);
        }
        return signals;
    }

    /** Labels separated by commas, in the order of this enum. */
    public static String text(Set<SessionSignal> signals) {
        return Arrays.stream(values())
                .filter(signals::contains)
                .map(SessionSignal::label)
                .collect(Collectors.joining(","));
    }
}
