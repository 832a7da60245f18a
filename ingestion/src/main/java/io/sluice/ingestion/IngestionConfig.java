package io.sluice.ingestion;

import io.sluice.schemas.ReleasedSchemas;
import io.sluice.schemas.SchemaIds;
import io.sluice.schemas.SchemaRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What ingestion lets in. Section {@code ingestion}.
 *
 * @param futureSkew how far an event time may lie after its arrival: clocks differ
 * @param lateness how far an event time may lie before its arrival; beyond it the event is TOO_LATE
 * @param dedupeHorizon how long (in event time) an identity is remembered; at least {@code lateness}
 * @param maxPriceMinor highest unit price, minor units
 * @param maxQuantity highest quantity of one item in one event
 * @param maxListLength most items one event may be about
 * @param maxTextLength most characters of an id or another text
 * @param maxContextEntries most entries of an event's context, or of an item's attributes
 * @param maxEventsPerMinute most events of one user within one minute of event time; beyond it they are a FLOOD
 * @param trustArrivalHeader whether producers may state the arrival, and promises, themselves (importers and the simulator
 *     do); otherwise both are held to the time at which the broker appended the record
 * @param promiseInterval how often a running ingestion promises that time has passed
 * @param promiseDelay how far beyond {@code lateness} those promises stay behind the wall clock: clocks differ, and an
 *     event takes a while from its arrival to its topic
 * @param schemaRegistryUrl a registry that speaks Confluent's protocol; empty reads Avro's single-object encoding only
 * @param schemaIds ids in Confluent's wire format that need no registry, as {@code 7=BehaviorEvent-1}
 */
public record IngestionConfig(
        Duration futureSkew,
        Duration lateness,
        Duration dedupeHorizon,
        long maxPriceMinor,
        int maxQuantity,
        int maxListLength,
        int maxTextLength,
        int maxContextEntries,
        int maxEventsPerMinute,
        boolean trustArrivalHeader,
        Duration promiseInterval,
        Duration promiseDelay,
        Optional<String> schemaRegistryUrl,
        List<String> schemaIds) {
    public static final IngestionConfig DEFAULTS = new IngestionConfig(
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofDays(1),
            100_000_000L,
            10_000,
            1_000,
            512,
            64,
            5_000,
            false,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Optional.empty(),
            List.of());

    public IngestionConfig {
        require(!futureSkew.isNegative(), "ingestion.future-skew must not be negative, got " + futureSkew);
        require(!lateness.isNegative(), "ingestion.lateness must not be negative, got " + lateness);
        require(
                dedupeHorizon.compareTo(lateness) >= 0,
                "ingestion.dedupe-horizon must be at least ingestion.lateness (" + lateness + "), got "
                        + dedupeHorizon);
        require(
                dedupeHorizon.compareTo(Duration.ofMinutes(1)) >= 0,
                "ingestion.dedupe-horizon must be at least a minute, got " + dedupeHorizon);
        require(maxPriceMinor > 0, "ingestion.max-price-minor must be positive, got " + maxPriceMinor);
        require(maxQuantity > 0, "ingestion.max-quantity must be positive, got " + maxQuantity);
        require(maxListLength > 0, "ingestion.max-list-length must be positive, got " + maxListLength);
        require(
                maxTextLength > 0 && maxTextLength <= 10_000,
                "ingestion.max-text-length must be 1 to 10000, got " + maxTextLength);
        require(
                maxContextEntries >= 0 && maxContextEntries <= 1_000,
                "ingestion.max-context-entries must be 0 to 1000, got " + maxContextEntries);
        require(maxEventsPerMinute > 0, "ingestion.max-events-per-minute must be positive, got " + maxEventsPerMinute);
        require(
                promiseInterval.compareTo(Duration.ofMillis(50)) >= 0,
                "ingestion.promise-interval must be at least 50 ms, got " + promiseInterval);
        require(!promiseDelay.isNegative(), "ingestion.promise-delay must not be negative, got " + promiseDelay);
        schemaIds = List.copyOf(schemaIds);
        fixed(schemaIds);
        schemaRegistryUrl.ifPresent(url -> new SchemaRegistry(URI.create(url), Clock.systemUTC()));
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static Map<Integer, Schema> fixed(List<String> entries) {
        Map<Integer, Schema> fixed = new HashMap<>();
        for (String entry : entries) {
            String[] sides = entry.split("=", 2);
            require(
                    sides.length == 2 && sides[0].matches("\\d{1,9}"),
                    "ingestion.schema-ids reads ID=NAME-VERSION, as 7=BehaviorEvent-1, got \"" + entry + "\"");
            fixed.put(Integer.valueOf(sides[0]), ReleasedSchemas.bundled().named(sides[1]));
        }
        return fixed;
    }

    /** What schema ids stand for under these settings: those given here, then those of the registry. */
    SchemaIds schemas(Clock clock) {
        SchemaIds registry = schemaRegistryUrl
                .<SchemaIds>map(url -> new SchemaRegistry(URI.create(url), clock))
                .orElse(SchemaIds.NONE);
        return schemaIds.isEmpty() ? registry : SchemaIds.fixed(fixed(schemaIds), registry);
    }

    /** The same, believing the arrival that a record's header states. */
    public IngestionConfig trustingArrivals() {
        return new IngestionConfig(
                futureSkew,
                lateness,
                dedupeHorizon,
                maxPriceMinor,
                maxQuantity,
                maxListLength,
                maxTextLength,
                maxContextEntries,
                maxEventsPerMinute,
                true,
                promiseInterval,
                promiseDelay,
                schemaRegistryUrl,
                schemaIds);
    }
}
