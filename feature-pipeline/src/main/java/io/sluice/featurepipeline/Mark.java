package io.sluice.featurepipeline;

/**
 * What one writer of one table had done when a checkpoint's barrier passed it.
 *
 * @param completeBeforeMillis everything with an earlier event time had passed; {@code Long.MIN_VALUE} if unknown yet
 * @param wroteRows whether any row passed since the barrier before
 */
public record Mark(String table, long checkpoint, long completeBeforeMillis, boolean wroteRows) {}
