/**
 * The Flink job: joins behaviour with the inventory as of the moment it happened, finds sessions, writes the training
 * tables exactly once and publishes cuts. Its watermarks come from promises alone. Knows nothing of models.
 */
package io.sluice.featurepipeline;
