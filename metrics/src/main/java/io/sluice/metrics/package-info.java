/**
 * Ranking metrics, the sealed holdout, and scoring a holdout through a {@code Recommender}. Measures and decides nothing:
 * what the numbers mean is the evaluator's business.
 */
package io.sluice.metrics;
