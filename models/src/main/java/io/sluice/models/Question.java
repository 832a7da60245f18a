package io.sluice.models;

/** A query with what can be bought at its moment. */
public record Question(Query query, StockMask mask) {}
