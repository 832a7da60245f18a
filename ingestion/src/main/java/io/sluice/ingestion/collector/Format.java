package io.sluice.ingestion.collector;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/** One way of saying events in JSON. Pure and thread-safe. */
interface Format {
    /**
     * Every event of a request, in its order.
     *
     * @param now stands in for an event time that the format allows to be left out
     */
    List<Incoming> read(JsonNode body, Instant now);
}
