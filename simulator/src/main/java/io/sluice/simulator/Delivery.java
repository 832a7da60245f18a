package io.sluice.simulator;

import java.time.Instant;

/**
 * One record as a producer would hand it to Kafka. A stream of deliveries is ordered by arrival.
 *
 * <p>Immutable by agreement: {@link #value} lends its array and nobody writes to it.
 */
public final class Delivery {
    /** Which raw topic it belongs to. */
    public enum Stream {
        BEHAVIOR,
        INVENTORY
    }

    private final Stream stream;
    private final String key;
    private final byte[] value;
    private final Instant eventTime;
    private final Instant arrival;

    /**
     * @param key user id or item id, as the producer knows it
     * @param value the encoded event, possibly damaged; borrowed
     * @param eventTime when it happened
     * @param arrival when Sluice's edge is to see it first
     */
    public Delivery(Stream stream, String key, byte[] value, Instant eventTime, Instant arrival) {
        this.stream = stream;
        this.key = key;
        this.value = value;
        this.eventTime = eventTime;
        this.arrival = arrival;
    }

    public Stream stream() {
        return stream;
    }

    public String key() {
        return key;
    }

    /** The encoded event; lent, not to be written to. */
    public byte[] value() {
        return value;
    }

    public Instant eventTime() {
        return eventTime;
    }

    public Instant arrival() {
        return arrival;
    }
}
