/**
 * Search for parameters on rolling windows of time: what is tried, how it is scored, when a hopeless trial ends, and how a
 * search that was cut off goes on. Knows nothing of the holdout.
 */
package io.sluice.trainer.tuning;
