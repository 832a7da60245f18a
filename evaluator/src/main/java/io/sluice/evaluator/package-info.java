/**
 * The gate: statistics, the decision over recorded evidence, and its report. Knows nothing of where models and holdouts
 * come from, nor of how an alias moves.
 */
package io.sluice.evaluator;
