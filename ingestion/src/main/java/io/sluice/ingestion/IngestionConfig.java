package io.sluice.ingestion;

import java.time.Duration;

/**
 * What ingestion lets in. Section {@code ingestion}.
 *
 * @param futureSkew how far an event time may lie after its arrival: clocks differ
 * @param lateness how far an event time may lie before its arrival; beyond it the event is TOO_LATE
 * @param dedupeHorizon how long (in event time) an identity is remembered; at least {@code lateness}
 * @param maxPriceMinor highest unit price, minor units
 * @param maxQuantity highest quantity of one item in one event
 * @param maxListLength most items one event may be about
 * @param trustArrivalHeader whether producers may state the arrival themselves (importers and the simulator do)
 */
public record IngestionConfig(
        Duration futureSkew,
        Duration lateness,
        Duration dedupeHorizon,
        long maxPriceMinor,
        int maxQuantity,
        int maxListLength,
        boolean trustArrivalHeader) {
    public static final IngestionConfig DEFAULTS = new IngestionConfig(
            Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofDays(1), 100_000_000L, 10_000, 1_000, false);

    public IngestionConfig {
        require(!futureSkew.isNegative(), "ingestion.future-skew must not be negative, got " + futureSkew);
        require(!lateness.isNegative(), "ingestion.lateness must not be negative, got " + lateness);
        require(
                dedupeHorizon.compareTo(lateness) >= 0,
                "ingestion.dedupe-horizon must be at least ingestion.lateness (" + lateness + "), got "
                        + dedupeHorizon);
        require(maxPriceMinor > 0, "ingestion.max-price-minor must be positive, got " + maxPriceMinor);
        require(maxQuantity > 0, "ingestion.max-quantity must be positive, got " + maxQuantity);
        require(maxListLength > 0, "ingestion.max-list-length must be positive, got " + maxListLength);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** The same, believing the arrival that a record's header states. */
    public IngestionConfig trustingArrivals() {
        return new IngestionConfig(
                futureSkew, lateness, dedupeHorizon, maxPriceMinor, maxQuantity, maxListLength, true);
    }
}
