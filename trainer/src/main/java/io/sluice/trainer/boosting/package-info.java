/**
 * Gradient-boosted trees that learn to order short lists. Knows rows of numbers only: nothing of items, sessions or what
 * the columns mean.
 */
package io.sluice.trainer.boosting;
