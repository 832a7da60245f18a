package io.sluice.app.config;

import io.sluice.ingestion.TopicSetup;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Optional;

/**
 * The event log. Section {@code kafka}.
 *
 * @param bootstrapServers an external broker, as {@code host:9092}; empty uses the embedded one of the installation
 * @param topicPrefix put before the name of every topic, so that several shops can share a cluster
 * @param partitions of the raw, identified and clean topics; cannot be changed later, because keys would move
 * @param retention how long raw records are kept on an external broker; what ingestion makes of them is kept four times as
 *     long. The embedded broker keeps everything
 */
public record KafkaConfig(Optional<String> bootstrapServers, String topicPrefix, int partitions, Duration retention) {
    public static final KafkaConfig DEFAULTS = new KafkaConfig(Optional.empty(), "", 2, Duration.ofDays(7));

    public KafkaConfig {
        if (!retention.isNegative() && retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("kafka.retention must be at least an hour, got " + retention);
        }
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "kafka.topic-prefix may hold letters, digits, '.', '_' and '-' (at most 100), got \"" + topicPrefix
                            + "\"");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("kafka.partitions must be at least 1, got " + partitions);
        }
    }

    public Topics topics() {
        return new Topics(topicPrefix);
    }

    public TopicSetup topicSetup() {
        return new TopicSetup(partitions, retention);
    }
}
