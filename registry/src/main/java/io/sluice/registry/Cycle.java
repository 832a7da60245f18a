package io.sluice.registry;

/**
 * What one retraining cycle of a campaign left behind.
 *
 * @param n counts the cycles of the campaign
 * @param json in the words of whoever saved it
 */
public record Cycle(int n, String json) {}
