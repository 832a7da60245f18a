/**
 * Implicit alternating least squares over a sparse matrix. Knows nothing of sessions, recipes or models: rows and columns
 * are numbers.
 */
package io.sluice.trainer.als;
