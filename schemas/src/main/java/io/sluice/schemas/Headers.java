package io.sluice.schemas;

/** Names of the Kafka record headers that Sluice reads and writes; every value is UTF-8 text. */
public final class Headers {
    /** On raw records of importers and the simulator: the arrival, epoch milliseconds; trusted only if configured. */
    public static final String ARRIVAL = "sluice-arrival";

    /** On clean, rejected and duplicate records: the raw record this outcome belongs to, see {@link Origin}. */
    public static final String ORIGIN = "sluice-origin";

    /** On rejects: the key that the record had in its raw topic; absent where it had none. */
    public static final String RAW_KEY = "sluice-raw-key";

    /** On rejects: when the broker appended the raw record, epoch milliseconds. */
    public static final String RAW_TIME = "sluice-raw-time";

    /** On rejects: the {@link RejectReason}. */
    public static final String REASON = "sluice-reason";

    /** On rejects: what was wrong, naming the value, the rule and the remedy. */
    public static final String DETAIL = "sluice-detail";

    /** On raw records that replay a reject: the origin of the rejected record. */
    public static final String PREDECESSOR = "sluice-predecessor";

    private Headers() {}
}
