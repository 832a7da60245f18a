package io.sluice.ingestion.collector;

/**
 * What is wrong with one field of a request.
 *
 * @param path as {@code events[3].items[0].price}
 * @param problem the value, the rule and the remedy
 */
record FieldError(String path, String problem) {}
