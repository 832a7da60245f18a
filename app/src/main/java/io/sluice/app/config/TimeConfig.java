package io.sluice.app.config;

import java.time.LocalTime;

/**
 * How event time is divided. Section {@code time}.
 *
 * @param dayStarts when a day begins, UTC; some formats of event logs bring their own default
 */
public record TimeConfig(LocalTime dayStarts) {
    public static final TimeConfig DEFAULTS = new TimeConfig(LocalTime.MIDNIGHT);
}
