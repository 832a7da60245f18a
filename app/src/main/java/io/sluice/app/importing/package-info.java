/**
 * Reads the event logs that shops really have into deliveries, in constant memory, and says what it left out and why.
 * Knows the wire schemas and the files; nothing of Kafka or of what happens to the deliveries.
 */
package io.sluice.app.importing;
