/**
 * What a model sees of a moment, defined once: state of shoppers, items and offers, how each event changes it, and the
 * features as pure functions of it. The pipeline, trainer, evaluator and serving call these; nobody writes a second
 * definition. Knows nothing of Flink, tables or models.
 */
package io.sluice.features;
