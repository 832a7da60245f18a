package io.sluice.ingestion;

import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.Headers;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.Origin;
import io.sluice.schemas.Parsed;
import io.sluice.schemas.Promise;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The first stage, per raw partition and in its order: decodes, validates, and hands the raw bytes on under the key that
 * decides where the record belongs; refuses the rest. A promise goes on to every partition, tagged with this one.
 *
 * @param <E> what the topic carries besides promises
 */
final class Admission<E extends SpecificRecord> implements Processor<byte[], byte[], byte[], byte[]> {
    private static final String PROMISE = "promise";

    /** What differs between behaviour and inventory. */
    interface Subject<E> {
        Class<E> type();

        /** The event as it goes on, or why not. */
        Parsed<E> check(E event, Instant arrival, Instant promised);

        /** The key that its record carries from here on. */
        String key(E event);
    }

    /**
     * What may be believed of a record's time.
     *
     * @param trusted whether producers state arrivals and promises themselves
     * @param lateness otherwise, how far a promise stays behind the time at which the broker appended it
     */
    record Arrivals(boolean trusted, Duration lateness) {
        static Arrivals of(IngestionConfig config) {
            return new Arrivals(config.trustArrivalHeader(), config.lateness());
        }
    }

    private final Subject<E> subject;
    private final Arrivals arrivals;
    private final String promiseStore;
    private final String accepted;
    private final String rejects;
    private final IngestionCounts counts;
    private final WireCodec codec;

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<String, Long> promises;

    Admission(
            Subject<E> subject,
            WireCodec codec,
            Arrivals arrivals,
            String promiseStore,
            String accepted,
            String rejects,
            IngestionCounts counts) {
        this.subject = subject;
        this.codec = codec;
        this.arrivals = arrivals;
        this.promiseStore = promiseStore;
        this.accepted = accepted;
        this.rejects = rejects;
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.promises = context.getStateStore(promiseStore);
    }

    @Override
    public void process(Record<byte[], byte[]> raw) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a raw record comes from a topic"));
        Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset());
        if (raw.value() == null) {
            reject(raw, origin, RejectReason.UNDECODABLE, "the record has no value; send an encoded event");
            return;
        }
        codec.decode(raw.value()).match(decoded -> accept(raw, origin, decoded), (reason, detail) -> {
            reject(raw, origin, reason, detail);
            return null;
        });
    }

    private Void accept(Record<byte[], byte[]> raw, Origin origin, SpecificRecord decoded) {
        if (decoded instanceof Promise && WireCodec.isRegistered(raw.value())) {
            // Whoever reads a raw topic must be able to tell promises from events without a registry.
            reject(raw, origin, RejectReason.UNDECODABLE, "a promise travels in single-object encoding only");
        } else if (decoded instanceof Promise promise) {
            promise(raw, origin, promise.getBefore());
        } else if (subject.type().isInstance(decoded)) {
            admit(raw, origin, subject.type().cast(decoded));
        } else {
            reject(
                    raw,
                    origin,
                    RejectReason.UNDECODABLE,
                    "a " + decoded.getSchema().getName() + " does not belong into " + origin.topic()
                            + ", which carries " + subject.type().getSimpleName());
        }
        return null;
    }

    private void promise(Record<byte[], byte[]> raw, Origin origin, Instant claimed) {
        Instant before = bounded(claimed, raw);
        if (before.isAfter(promised())) {
            promises.put(PROMISE, before.toEpochMilli());
        }
        byte[] tagged = codec.encode(Promise.newBuilder()
                .setBefore(promised())
                .setSource(origin.partition())
                .build());
        context.forward(new Record<>(Targets.EVERY_PARTITION, tagged, raw.timestamp()), accepted);
    }

    /** Whoever may write to a raw topic may write a promise there, but not one that makes punctual events late. */
    private Instant bounded(Instant claimed, Record<byte[], byte[]> raw) {
        if (arrivals.trusted()) {
            return claimed;
        }
        Instant most = Instant.ofEpochMilli(raw.timestamp()).minus(arrivals.lateness());
        return claimed.isBefore(most) ? claimed : most;
    }

    private Instant promised() {
        Long before = promises.get(PROMISE);
        return before == null ? Instant.EPOCH : Instant.ofEpochMilli(before);
    }

    private void admit(Record<byte[], byte[]> raw, Origin origin, E event) {
        Instant arrival;
        try {
            arrival = arrival(raw);
        } catch (NumberFormatException | DateTimeException unreadable) {
            reject(
                    raw,
                    origin,
                    RejectReason.UNDECODABLE,
                    "header " + Headers.ARRIVAL + " must be epoch milliseconds: " + unreadable.getMessage());
            return;
        }
        subject.check(event, arrival, promised())
                .match(
                        valid -> {
                            forward(raw, origin, arrival, valid);
                            return null;
                        },
                        (reason, detail) -> {
                            reject(raw, origin, reason, detail);
                            return null;
                        });
    }

    private Instant arrival(Record<byte[], byte[]> raw) {
        return RecordHeaders.of(raw.headers())
                .text(Headers.ARRIVAL)
                .filter(ignored -> arrivals.trusted())
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
                .orElseGet(() -> Instant.ofEpochMilli(raw.timestamp()));
    }

    private void forward(Record<byte[], byte[]> raw, Origin origin, Instant arrival, E event) {
        RecordHeaders headers = tagged(raw, origin).with(Headers.ARRIVAL, Long.toString(arrival.toEpochMilli()));
        byte[] key = subject.key(event).getBytes(StandardCharsets.UTF_8);
        context.forward(raw.withKey(key).withHeaders(headers.headers()), accepted);
    }

    private void reject(Record<byte[], byte[]> raw, Origin origin, RejectReason reason, String detail) {
        counts.countRejected(reason);
        RecordHeaders headers = tagged(raw, origin).rejected(reason, detail);
        context.forward(raw.withKey(Targets.rejectKey(origin)).withHeaders(headers.headers()), rejects);
    }

    private static RecordHeaders tagged(Record<byte[], byte[]> raw, Origin origin) {
        RecordHeaders headers = RecordHeaders.copyOf(raw.headers())
                .with(Headers.ORIGIN, origin.toString())
                .with(Headers.RAW_TIME, Long.toString(raw.timestamp()));
        return raw.key() == null ? headers : headers.with(Headers.RAW_KEY, raw.key());
    }

    /** Behaviour: identified by the user's pseudonymous key. */
    static Subject<BehaviorEvent> behavior(Validation validation, UserKeys userKeys) {
        return new Subject<>() {
            @Override
            public Class<BehaviorEvent> type() {
                return BehaviorEvent.class;
            }

            @Override
            public Parsed<BehaviorEvent> check(BehaviorEvent event, Instant arrival, Instant promised) {
                return validation.check(event, arrival, promised);
            }

            @Override
            public String key(BehaviorEvent event) {
                return userKeys.keyOf(event.getUserKey());
            }
        };
    }

    /** Inventory: identified by the item. */
    static Subject<InventoryEvent> inventory(Validation validation) {
        return new Subject<>() {
            @Override
            public Class<InventoryEvent> type() {
                return InventoryEvent.class;
            }

            @Override
            public Parsed<InventoryEvent> check(InventoryEvent event, Instant arrival, Instant promised) {
                return validation.check(event, arrival, promised);
            }

            @Override
            public String key(InventoryEvent event) {
                return event.getItemId();
            }
        };
    }
}
