/**
 * What travels between Sluice's processes: the records generated from {@code sluice.avdl}, their wire codec, topic and
 * header names. Knows nothing of Kafka, Flink or any other engine.
 */
package io.sluice.schemas;
