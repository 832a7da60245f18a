package io.sluice.app;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Promise;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Replays one input into the raw topics in accelerated event time, and promises how far it has come.
 *
 * <p>Records go out in transactions, each with the input's new position, so that a killed driver goes on where its last
 * committed transaction ended: nothing is repeated, nothing is left out. Not thread-safe.
 */
public final class ReplayDriver implements AutoCloseable {
    private static final int RECORDS_PER_TRANSACTION = 20_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Topics topics;
    private final String input;
    private final Duration lateness;
    private final Iterator<Delivery> deliveries;
    private final WireCodec codec = new WireCodec();

    private ReplayPosition position;
    private Optional<Delivery> upcoming;

    /**
     * Goes on where this input's position says.
     *
     * @param input a name for the input that no other input has
     * @param deliveries the whole input in order of arrival; what was replayed before is skipped
     * @param lateness how much later than it happened an event may arrive
     */
    public ReplayDriver(
            String bootstrapServers, Topics topics, String input, Iterator<Delivery> deliveries, Duration lateness) {
        this.topics = topics;
        this.input = input;
        this.deliveries = deliveries;
        this.lateness = lateness;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        topics.prefix() + "sluice-replay",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 << 10,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        position = ReplayPosition.read(bootstrapServers, topics, input).orElse(ReplayPosition.START);
        skip(position.records());
    }

    private void skip(long records) {
        for (long skipped = 0; skipped < records; skipped++) {
            if (!deliveries.hasNext()) {
                throw new IllegalStateException("the input " + input + " was replayed up to record " + records
                        + ", but holds only " + skipped + " now; replay the same files or start in a new --dir");
            }
            deliveries.next();
        }
        upcoming = next();
    }

    private Optional<Delivery> next() {
        return deliveries.hasNext() ? Optional.of(deliveries.next()) : Optional.empty();
    }

    /** Whether every record of the input has been sent. */
    public boolean isDone() {
        return upcoming.isEmpty();
    }

    /** Records sent so far, in this process and before. */
    public long records() {
        return position.records();
    }

    /** When the next record happened. */
    public Instant upcomingTime() {
        return upcoming.orElseThrow(() -> new NoSuchElementException("the input " + input + " is at its end"))
                .eventTime();
    }

    /** The latest event time sent so far; the epoch if none was. */
    public Instant latestEventTime() {
        return position.latestEventTime();
    }

    /**
     * Sends everything that may have happened before {@code time} and promises that nothing older follows. At the end of
     * the input the promise is its last event time and no more.
     *
     * @return the promise
     */
    public Instant sendUntil(Instant time) {
        Instant lastArrival = time.plus(lateness);
        int open = begin();
        while (upcoming.isPresent() && !upcoming.get().arrival().isAfter(lastArrival)) {
            send(upcoming.get());
            upcoming = next();
            if (++open == RECORDS_PER_TRANSACTION) {
                commit();
                open = begin();
            }
        }
        Instant promise = isDone() && position.latestEventTime().isBefore(time) ? position.latestEventTime() : time;
        promise(promise);
        commit();
        return promise;
    }

    private int begin() {
        producer.beginTransaction();
        return 0;
    }

    private void send(Delivery delivery) {
        List<Header> headers = List.of(new RecordHeader(
                Headers.ARRIVAL, utf8(Long.toString(delivery.arrival().toEpochMilli()))));
        producer.send(new ProducerRecord<>(
                topic(delivery.stream()), null, null, utf8(delivery.key()), delivery.value(), headers));
        position = position.after(delivery.eventTime());
    }

    private String topic(Delivery.Stream stream) {
        return switch (stream) {
            case BEHAVIOR -> topics.behaviorRaw();
            case INVENTORY -> topics.inventoryRaw();
        };
    }

    private void promise(Instant before) {
        byte[] promise = codec.encode(Promise.newBuilder().setBefore(before).build());
        for (String topic : List.of(topics.behaviorRaw(), topics.inventoryRaw())) {
            for (int partition = 0; partition < producer.partitionsFor(topic).size(); partition++) {
                producer.send(new ProducerRecord<>(topic, partition, null, promise));
            }
        }
    }

    private void commit() {
        producer.send(new ProducerRecord<>(topics.replayPositions(), utf8(input), utf8(position.toText())));
        producer.commitTransaction();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
