/**
 * The edge for producers that speak HTTP: JSON in, records on the raw topics out, an answer only when Kafka has them. Knows
 * the formats (Sluice's own, GA4, Segment) and nothing of what ingestion does next.
 */
package io.sluice.ingestion.collector;
