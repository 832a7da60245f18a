/**
 * The training tables and what is read from them: table definitions, cuts, manifests, the inventory timeline, columnar
 * interactions and time splits. Knows Iceberg; knows nothing of models, Kafka or Flink jobs.
 */
package io.sluice.dataset;
