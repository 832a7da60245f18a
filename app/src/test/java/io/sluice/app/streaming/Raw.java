package io.sluice.app.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.Headers;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.WireCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer of raw records that puts them wherever it is told to. */
final class Raw implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final KafkaProducer<byte[], byte[]> producer;
    private final WireCodec codec = new WireCodec();

    Raw(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static BehaviorEvent event(String eventId, String user, int quantity) {
        return BehaviorEvent.newBuilder()
                .setEventId(eventId)
                .setEventTime(NOON)
                .setUserKey(user)
                .setAction(Action.PURCHASE)
                .setItems(List.of(ItemRef.newBuilder()
                        .setItemId("item")
                        .setQuantity(quantity)
                        .build()))
                .build();
    }

    /** As arrived at the moment at which it happened. */
    void send(String topic, int partition, BehaviorEvent event) {
        send(
                topic,
                partition,
                event.getUserKey().getBytes(UTF_8),
                codec.encode(event),
                header(Headers.ARRIVAL, Long.toString(NOON.toEpochMilli())));
    }

    void send(String topic, int partition, byte[] key, byte[] value, Header... headers) {
        producer.send(new ProducerRecord<>(topic, partition, key, value, List.of(headers)));
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
