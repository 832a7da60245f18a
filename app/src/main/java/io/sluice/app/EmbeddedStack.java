package io.sluice.app;

import io.sluice.dataset.Warehouse;
import io.sluice.featurepipeline.EmbeddedFlink;
import io.sluice.featurepipeline.FeatureJobConfig;
import io.sluice.ingestion.Ingestion;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.TopicSetup;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.rest.RegistryServer;
import io.sluice.schemas.Topics;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Every engine in this process, on one directory: Kafka, ingestion, Flink, the warehouse and the registry. */
final class EmbeddedStack implements AutoCloseable {
    static final Topics TOPICS = Topics.DEFAULTS;
    static final int PARTITIONS = 2;
    private static final Duration KEEP_FOREVER = Duration.ofMillis(-1);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final EmbeddedKafka kafka;
    private final Ingestion ingestion;
    private final EmbeddedFlink flink;
    private final Warehouse warehouse;
    private final Registry registry;
    private final RegistryServer registryServer;
    private final URI trackingServer;

    private EmbeddedStack(Home home, IngestionConfig config, FeatureJobConfig features, RegistryConfig registryConfig) {
        try {
            kafka = started(EmbeddedKafka.start(home.kafka()));
            new TopicSetup(PARTITIONS, KEEP_FOREVER).apply(kafka.bootstrapServers(), TOPICS);
            ingestion = started(Ingestion.start(
                    kafka.bootstrapServers(),
                    TOPICS,
                    config,
                    UserKeyFile.readOrCreate(home.root().resolve("user-key.secret")),
                    home.streams(),
                    PARTITIONS));
            flink = started(
                    EmbeddedFlink.start(kafka.bootstrapServers(), TOPICS, home.warehouse(), home.flink(), features));
            warehouse = started(Warehouse.open(home.warehouse()));
            registry = started(Registry.open(home.registry(), registryConfig, Clock.systemUTC()));
            registryServer = started(RegistryServer.start(registry, registryConfig.on(registryConfig.host(), 0)));
            trackingServer = registryConfig.trackingServer().map(URI::create).orElseGet(registryServer::address);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Starts everything; what had been started is stopped again if something does not start. */
    static EmbeddedStack start(Home home, IngestionConfig config, FeatureJobConfig features, RegistryConfig registry) {
        return new EmbeddedStack(home, config, features, registry);
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    Ingestion ingestion() {
        return ingestion;
    }

    Warehouse warehouse() {
        return warehouse;
    }

    Registry registry() {
        return registry;
    }

    /** Where cycles are logged as runs, in MLflow's protocol: this registry or another server. */
    URI trackingServer() {
        return trackingServer;
    }

    /**
     * Whether the engines are alive.
     *
     * @throws BrokenWorld with the cause if one has stopped by itself
     */
    void check() {
        ingestion.failure().ifPresent(cause -> {
            throw new BrokenWorld("ingestion stopped: " + cause, cause);
        });
        flink.failure().ifPresent(cause -> {
            throw new BrokenWorld(
                    "the feature job stopped: " + cause.lines().findFirst().orElse(cause));
        });
    }

    /** Stops everything, last started first. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception failure) {
                throw new BrokenWorld("stopping " + part.getClass().getSimpleName() + " failed", failure);
            }
        }
    }
}
