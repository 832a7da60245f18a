package io.sluice.schemas;

/** Why ingestion refused a record. Names are part of the contract: they stand in headers, reports and dashboards. */
public enum RejectReason {
    /** The bytes are not one of our records. */
    UNDECODABLE,
    /** The bytes name a schema that this version does not know. */
    UNKNOWN_SCHEMA,
    /** A field that identifies the event or says what it is about is empty. */
    MISSING_FIELD,
    /** A number lies outside its configured bounds. */
    OUT_OF_RANGE,
    /** The event time lies further after the arrival than clocks may differ. */
    FUTURE_TIME,
    /** The event time lies further before the arrival than the lateness bound, or before the partition's promise. */
    TOO_LATE,
    /** The action is none that Sluice knows. */
    UNKNOWN_ACTION,
    /** The same identity was seen with another payload. */
    CONFLICT,
    /** One user sent more events than any shopper could. */
    FLOOD
}
