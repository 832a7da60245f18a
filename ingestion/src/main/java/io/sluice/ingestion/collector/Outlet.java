package io.sluice.ingestion.collector;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Hands events to Kafka and tells of each whether Kafka has it. What waits is bounded twice, in number here and in bytes by
 * the producer's buffer: beyond that, and while the broker is away, events are refused instead of kept. Thread-safe.
 */
final class Outlet implements AutoCloseable {
    private static final long BUFFER_BYTES = 32L << 20;

    /** What became of one event. */
    enum Fate {
        /** All in-sync replicas have it. */
        ACKNOWLEDGED,
        /** Too many are waiting already; it was not sent. */
        OVERLOADED,
        /** Kafka did not acknowledge it in time; it may be there or not, so send it again under the same id. */
        UNACKNOWLEDGED
    }

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final Semaphore room;
    private final int capacity;
    private final ThreadLocal<WireCodec> codec = ThreadLocal.withInitial(WireCodec::new);

    Outlet(Producer<byte[], byte[]> producer, Topics topics, int capacity) {
        this.producer = producer;
        this.topics = topics;
        this.capacity = capacity;
        this.room = new Semaphore(capacity);
    }

    /** @throws KafkaException if the topics are not there */
    static Outlet open(String bootstrapServers, Topics topics, int capacity, Duration ackTimeout) {
        int ack = Math.toIntExact(ackTimeout.toMillis());
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES,
                // A full buffer is refused at once, not waited for.
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Math.min(ack, 2_000),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.max(50, ack / 2),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                ack,
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                (int) Duration.ofDays(7).toMillis());
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            List.of(topics.behaviorRaw(), topics.inventoryRaw()).forEach(producer::partitionsFor);
        } catch (KafkaException away) {
            producer.close(Duration.ZERO);
            throw away;
        }
        return new Outlet(producer, topics, capacity);
    }

    /** @param arrival when the edge first saw it */
    CompletableFuture<Fate> send(Incoming.Ready event, Instant arrival) {
        if (!room.tryAcquire()) {
            return CompletableFuture.completedFuture(Fate.OVERLOADED);
        }
        CompletableFuture<Fate> fate = new CompletableFuture<>();
        try {
            producer.send(record(event, arrival), (sent, failure) -> {
                room.release();
                fate.complete(failure == null ? Fate.ACKNOWLEDGED : Fate.UNACKNOWLEDGED);
            });
        } catch (KafkaException refused) {
            room.release();
            fate.complete(Fate.OVERLOADED);
        }
        return fate;
    }

    private ProducerRecord<byte[], byte[]> record(Incoming.Ready event, Instant arrival) {
        String topic =
                switch (event.stream()) {
                    case BEHAVIOR -> topics.behaviorRaw();
                    case INVENTORY -> topics.inventoryRaw();
                };
        return new ProducerRecord<>(
                topic,
                null,
                null,
                utf8(event.key()),
                codec.get().encode(event.event()),
                List.of(new RecordHeader(Headers.ARRIVAL, utf8(Long.toString(arrival.toEpochMilli())))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Events that wait for Kafka now. */
    int waiting() {
        return capacity - room.availablePermits();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
