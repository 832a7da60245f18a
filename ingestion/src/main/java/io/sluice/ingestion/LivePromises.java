package io.sluice.ingestion;

import io.sluice.schemas.Promise;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time pass where nothing else does: writes, into every raw partition, the promise that nothing older than the wall
 * clock minus the lateness bound will follow. It stands between the records in their order, so that an ingestion that was
 * away for an hour finds each event punctual that was punctual when it came.
 *
 * <p>Several may run at once; promises are never taken back. Not for replays, whose driver promises itself.
 */
public final class LivePromises implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LivePromises.class);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final Duration behind;
    private final Clock clock;
    private final WireCodec codec = new WireCodec();
    private final LongAdder failures = new LongAdder();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live-promises");
        thread.setDaemon(true);
        return thread;
    });

    LivePromises(Producer<byte[], byte[]> producer, Topics topics, Duration behind, Clock clock) {
        this.producer = producer;
        this.topics = topics;
        this.behind = behind;
        this.clock = clock;
    }

    /** Starts promising, at the interval and as far behind the clock as the settings say. The topics must exist. */
    public static LivePromises start(String bootstrapServers, Topics topics, IngestionConfig config, Clock clock) {
        LivePromises promises = new LivePromises(
                producer(bootstrapServers), topics, config.lateness().plus(config.promiseDelay()), clock);
        long every = config.promiseInterval().toMillis();
        promises.timer.scheduleWithFixedDelay(promises::promise, 0, every, TimeUnit.MILLISECONDS);
        return promises;
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // A promise that is not delivered soon is followed by a better one.
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.LINGER_MS_CONFIG,
                0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Promises once, in every partition; a broker that is away is tried again at the next turn. */
    void promise() {
        Instant before = clock.instant().minus(behind);
        byte[] promise = codec.encode(Promise.newBuilder().setBefore(before).build());
        try {
            for (String topic : List.of(topics.behaviorRaw(), topics.inventoryRaw())) {
                for (int partition = 0;
                        partition < producer.partitionsFor(topic).size();
                        partition++) {
                    producer.send(new ProducerRecord<>(topic, partition, null, promise), (sent, failure) -> {
                        if (failure != null) {
                            failures.increment();
                        }
                    });
                }
            }
        } catch (KafkaException away) {
            failures.increment();
            LOG.warn("promises=delayed because=\"{}\"", away.getMessage());
        }
    }

    /** Promises that did not reach the broker. */
    public long failures() {
        return failures.sum();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close(Duration.ofSeconds(2));
    }
}
