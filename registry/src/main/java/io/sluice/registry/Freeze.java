package io.sluice.registry;

import java.time.Instant;

/**
 * A stop, or the end of a stop, of all promotions.
 *
 * @param frozen whether promotions are stopped from here on
 */
public record Freeze(boolean frozen, String by, String why, Instant wallTime) {}
