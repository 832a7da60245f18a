package io.sluice.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * Who does something to an alias, why, and up to when the data reach on which that rests.
 *
 * @param eventTime empty if no data are involved: a person's decision, for instance
 */
public record Cause(String by, String why, Optional<Instant> eventTime) {
    public Cause {
        if (by.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("say who and why, got by=\"" + by + "\" why=\"" + why + "\"");
        }
        eventTime = eventTime.map(time -> Instant.ofEpochMilli(time.toEpochMilli()));
    }

    public static Cause of(String by, String why) {
        return new Cause(by, why, Optional.empty());
    }

    public Cause at(Instant eventTime) {
        return new Cause(by, why, Optional.of(eventTime));
    }
}
