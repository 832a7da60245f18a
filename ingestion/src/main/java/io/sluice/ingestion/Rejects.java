package io.sluice.ingestion;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Origin;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The refused records: to look at, and to send again after what was wrong has been put right (a schema released, a bound
 * moved). A replayed reject is a new raw record that names its predecessor and has an outcome of its own; its event time and
 * arrival stay what they were, so that what lies before its partition's promise is too late now.
 */
public final class Rejects {
    private final String bootstrapServers;
    private final Topics topics;

    public Rejects(String bootstrapServers, Topics topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
    }

    /** Hands every reject to {@code reader}, oldest first within a partition. */
    public void forEach(Consumer<RejectedRecord> reader) {
        try (TopicScan scan = new TopicScan(bootstrapServers)) {
            scan.readAll(List.of(topics.rejects()), record -> RejectedRecord.of(record)
                    .ifPresent(reader));
        }
    }

    /**
     * Sends the chosen rejects again, all of them in one transaction. What was replayed before is left out.
     *
     * @return what was sent
     */
    public List<Origin> replay(Predicate<RejectedRecord> chosen) {
        Set<Origin> before = replayed();
        List<RejectedRecord> sending = new ArrayList<>();
        forEach(reject -> {
            if (chosen.test(reject) && !before.contains(reject.origin())) {
                sending.add(reject);
            }
        });
        if (!sending.isEmpty()) {
            send(sending);
        }
        return sending.stream().map(RejectedRecord::origin).toList();
    }

    /** The origins of the rejects that raw records name as their predecessors. */
    private Set<Origin> replayed() {
        Set<Origin> replayed = new HashSet<>();
        try (TopicScan scan = new TopicScan(bootstrapServers)) {
            scan.readAll(
                    List.of(topics.behaviorRaw(), topics.inventoryRaw()), record -> RecordHeaders.of(record.headers())
                            .text(Headers.PREDECESSOR)
                            .map(Origin::parse)
                            .ifPresent(replayed::add));
        }
        return replayed;
    }

    private void send(List<RejectedRecord> rejects) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                topics.prefix() + "sluice-rejects-replay",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                TopicSetup.MOST_BYTES);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (RejectedRecord reject : rejects) {
                producer.send(new ProducerRecord<>(
                        reject.origin().topic(),
                        reject.origin().partition(),
                        reject.key().orElse(null),
                        reject.bytes().orElse(null),
                        reject.replayHeaders().headers()));
            }
            producer.commitTransaction();
            producer.close(Duration.ofSeconds(10));
        }
    }
}
