/**
 * The {@code Recommender} contract, the file formats and the scoring of every family. What this package can load it can
 * score, without the trainer. Knows nothing of training tables, of the registry or of any engine.
 */
package io.sluice.models;
