package io.sluice.ingestion.collector;

import java.time.Duration;
import java.util.List;

/**
 * The HTTP collector. Section {@code collector}.
 *
 * @param host address to listen on; other than loopback needs api keys
 * @param port to listen on; 0 takes a free one
 * @param apiKeys callers send one of them as {@code X-Api-Key} or as a bearer token; none lets everybody in
 * @param corsOrigins web origins whose pages may call, as {@code https://shop.example}; {@code *} for all
 * @param maxBodyBytes largest request body
 * @param maxBatch most events of one request
 * @param maxRequests most requests that are read or wait for Kafka at one time; further ones get 429
 * @param maxUnacknowledged most events that wait for Kafka at one time; further ones get 503
 * @param ackTimeout how long Kafka may take to acknowledge an event
 */
public record CollectorConfig(
        String host,
        int port,
        List<String> apiKeys,
        List<String> corsOrigins,
        int maxBodyBytes,
        int maxBatch,
        int maxRequests,
        int maxUnacknowledged,
        Duration ackTimeout) {
    public static final CollectorConfig DEFAULTS = new CollectorConfig(
            "127.0.0.1", 8090, List.of(), List.of(), 512 << 10, 500, 64, 20_000, Duration.ofSeconds(10));

    public CollectorConfig {
        apiKeys = List.copyOf(apiKeys);
        corsOrigins = List.copyOf(corsOrigins);
        require(port >= 0 && port <= 65_535, "collector.port must be 0 to 65535, got " + port);
        require(maxBodyBytes >= 1_024, "collector.max-body-bytes must be at least 1024, got " + maxBodyBytes);
        require(maxBatch > 0, "collector.max-batch must be positive, got " + maxBatch);
        require(maxRequests > 0, "collector.max-requests must be positive, got " + maxRequests);
        require(
                maxUnacknowledged >= maxBatch,
                "collector.max-unacknowledged must be at least collector.max-batch (" + maxBatch + "), got "
                        + maxUnacknowledged);
        require(
                ackTimeout.compareTo(Duration.ofMillis(100)) >= 0,
                "collector.ack-timeout must be at least 100 ms, got " + ackTimeout);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** @throws IllegalArgumentException if the world could reach a collector that asks for no key */
    void requireKeysBeyondLoopback() {
        require(
                !apiKeys.isEmpty() || host.equals("localhost") || host.startsWith("127.") || host.equals("::1"),
                "collector.host is " + host + ", which others can reach; set collector.api-keys");
    }
}
