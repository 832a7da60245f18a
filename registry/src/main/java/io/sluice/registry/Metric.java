package io.sluice.registry;

import java.time.Instant;

/**
 * One measured value of a run; {@code value} may be infinite or not a number.
 *
 * @param on the logged model and the dataset that were measured
 */
public record Metric(String key, double value, long step, Instant time, Subject on) {
    public Metric {
        time = Instant.ofEpochMilli(time.toEpochMilli());
    }

    public Metric(String key, double value, long step, Instant time) {
        this(key, value, step, time, Subject.NONE);
    }

    /** What was measured; empty texts where nobody said. */
    public record Subject(String loggedModel, String datasetName, String datasetDigest) {
        static final Subject NONE = new Subject("", "", "");
    }
}
