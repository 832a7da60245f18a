package io.sluice.app;

import io.sluice.registry.PromotionEntry;
import io.sluice.registry.Registry;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the registry's outbox to the promotions topic: at least once, in order, with gapless numbers. */
final class Announcer implements AutoCloseable {
    private final Registry registry;
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final WireCodec codec = new WireCodec();

    Announcer(Registry registry, String bootstrapServers, Topics topics) {
        this.registry = registry;
        this.topics = topics;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends what has not been announced yet. */
    void announce() {
        for (PromotionEntry entry : registry.pendingAnnouncements()) {
            producer.send(new ProducerRecord<>(
                    topics.promotions(),
                    entry.model().getBytes(StandardCharsets.UTF_8),
                    codec.encode(entry.announcement())));
            producer.flush();
            registry.markAnnounced(entry.sequence());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
