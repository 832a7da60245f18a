/**
 * Making rare conversions count in training, and taking back from the probabilities what that did to them. Knows nothing of
 * learners.
 */
package io.sluice.trainer.balancing;
