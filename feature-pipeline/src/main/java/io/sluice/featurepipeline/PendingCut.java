package io.sluice.featurepipeline;

/**
 * A cut in the making: one table's part of it, as a checkpoint keeps it.
 *
 * @param job the job that took the checkpoint; a restored job has another id
 * @param writtenJob the job whose rows the table took last; empty if it has none
 * @param writtenCheckpoint the checkpoint that carried them
 */
public record PendingCut(
        String job,
        long checkpoint,
        String table,
        long completeBeforeMillis,
        String writtenJob,
        long writtenCheckpoint) {}
