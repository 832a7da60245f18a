package io.sluice.ingestion;

import io.sluice.schemas.SchemaRegistryUnavailable;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ingestion as it runs: the topology against a broker, exactly once. */
public final class Ingestion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);

    private final KafkaStreams streams;
    private final IngestionCounts counts;
    private final AtomicReference<Throwable> failure;

    private Ingestion(KafkaStreams streams, IngestionCounts counts, AtomicReference<Throwable> failure) {
        this.streams = streams;
        this.counts = counts;
        this.failure = failure;
    }

    /**
     * Starts in the background. The topics must exist, see {@link TopicSetup}.
     *
     * @param stateDirectory where the engine keeps its bookkeeping
     * @param partitions of every raw, identified and clean topic
     */
    public static Ingestion start(
            String bootstrapServers,
            Topics topics,
            IngestionConfig config,
            UserKeySecret secret,
            Path stateDirectory,
            int partitions) {
        IngestionCounts counts = new IngestionCounts();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        KafkaStreams streams = new KafkaStreams(
                IngestionTopology.build(topics, config, secret, partitions, counts),
                settings(bootstrapServers, topics, stateDirectory));
        streams.setUncaughtExceptionHandler(cause -> {
            if (isUnavailable(cause)) {
                // Nothing was decided: the same records are read again.
                LOG.warn("ingestion=waiting for=schema-registry because=\"{}\"", cause.getMessage());
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            failure.compareAndSet(null, cause);
            LOG.error("ingestion=failed", cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        LOG.info("ingestion=started bootstrap={} partitions={}", bootstrapServers, partitions);
        return new Ingestion(streams, counts, failure);
    }

    /** Also the name of the consumer group in which it keeps its positions. */
    static String applicationId(Topics topics) {
        return topics.prefix() + "sluice-ingestion";
    }

    private static boolean isUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SchemaRegistryUnavailable) {
                return true;
            }
        }
        return false;
    }

    private static Properties settings(String bootstrapServers, Topics topics, Path stateDirectory) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(topics));
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        settings.put(StreamsConfig.producerPrefix("linger.ms"), 5);
        settings.put(StreamsConfig.producerPrefix("batch.size"), 128 << 10);
        // One at a time: after a broker's crash, batches behind a first one that is refused for a while are refused as
        // out of
        // order, again and again, until the delivery timeout.
        settings.put(StreamsConfig.producerPrefix("max.in.flight.requests.per.connection"), 1);
        settings.put(StreamsConfig.producerPrefix("max.request.size"), TopicSetup.MOST_BYTES);
        // After a kill the next start waits for the dead member no longer than this.
        settings.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        settings.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 2_000);
        settings.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 10_000);
        return settings;
    }

    /** What this process has counted so far. */
    public IngestionCounts counts() {
        return counts;
    }

    /** What the engine says of itself, as {@code RUNNING} or {@code REBALANCING}. */
    public String state() {
        return streams.state().name();
    }

    /** The counts in Prometheus' text format. */
    public String metrics() {
        return counts.prometheus();
    }

    /** Why it stopped by itself, if it did. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        // Leaving lets another instance take over at once.
        streams.close(CloseOptions.timeout(Duration.ofSeconds(20))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        LOG.info(
                "ingestion=stopped clean={} duplicates={} rejected={}",
                counts.clean(),
                counts.duplicates(),
                counts.rejected());
    }
}
