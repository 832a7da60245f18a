package io.sluice.schemas;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What the ids in Confluent's wire format stand for. Thread-safe; the answer for an id that is known never changes.
 */
public interface SchemaIds {
    /** Where no schema registry is configured: no id is known. */
    SchemaIds NONE = id -> new Parsed.Rejected<>(
            RejectReason.UNKNOWN_SCHEMA,
            "schema id " + id
                    + " needs a schema registry; set ingestion.schema-registry-url or ingestion.schema-ids, or send Avro's"
                    + " single-object encoding");

    /**
     * The schema that was registered under {@code id}.
     *
     * @return the schema, or {@link RejectReason#UNKNOWN_SCHEMA} with a detail if there is none that we can use
     * @throws SchemaRegistryUnavailable if that cannot be told now
     */
    Parsed<Schema> find(int id);

    /** Ids that are fixed beforehand; any other is looked up in {@code others}. */
    static SchemaIds fixed(Map<Integer, Schema> schemas, SchemaIds others) {
        Map<Integer, Schema> known = Map.copyOf(schemas);
        return id -> Optional.ofNullable(known.get(id))
                .<Parsed<Schema>>map(Parsed.Ok::new)
                .orElseGet(() -> others.find(id));
    }
}
