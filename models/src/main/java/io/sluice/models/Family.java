package io.sluice.models;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The families of models, with the names that stand in manifests, reports and configuration. */
public enum Family {
    /** Counts that fade: baseline, cold start, floor for the gate. */
    POPULARITY("popularity"),
    /** Items that follow each other in sessions, with decay. */
    COVISITATION("covisitation"),
    /** Sessions like this one. */
    SESSION_KNN("session-knn"),
    /** Implicit alternating least squares. */
    ALS("als"),
    /** A light neural network over the session's items. */
    SEQUENCE("sequence"),
    /** Boosted trees over what past sessions tell. */
    SESSION_BOOST("session-boost"),
    /** A Tribuo ranker over the union of the others' candidates. */
    RANKER("ranker");

    private final String label;

    Family(String label) {
        this.label = label;
    }

    /** Lower case, for people and files. */
    public String label() {
        return label;
    }

    /**
     * The family with this label.
     *
     * @throws IllegalArgumentException naming the known labels
     */
    public static Family of(String label) {
        for (Family family : values()) {
            if (family.label.equals(label)) {
                return family;
            }
        }
        throw new IllegalArgumentException("no family \"" + label + "\"; known: "
                + Arrays.stream(values()).map(Family::label).collect(Collectors.joining(", ")));
    }
}
