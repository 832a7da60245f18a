/**
 * Trains the sequence network: mini-batches of sessions, softmax over sampled items, gradients by hand on the models'
 * matrix products. Knows rows of item indices only: nothing of tables, times or files.
 */
package io.sluice.trainer.sequence;
