package io.sluice.registry;

import java.time.Instant;

/** One measured value of a run; {@code value} may be infinite or not a number. */
public record Metric(String key, double value, long step, Instant time) {
    public Metric {
        time = Instant.ofEpochMilli(time.toEpochMilli());
    }
}
