/**
 * From raw to clean: the Kafka Streams topology that decodes, validates, identifies and deduplicates, and the audit that
 * proves that nothing was lost or counted twice. Knows nothing of what is done with clean events.
 */
package io.sluice.ingestion;
