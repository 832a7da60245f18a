package io.sluice.ingestion;

import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Creates Sluice's topics. All are {@code LogAppendTime}: with a producer's old timestamps, replayed records would fall to
 * retention at once.
 *
 * @param partitions of the raw, identified and clean topics
 * @param retention how long raw records are kept; negative keeps them forever. What ingestion makes of them is kept four
 *     times as long, so that an outcome never goes before its event
 */
public record TopicSetup(int partitions, Duration retention) {
    /** Largest record of a raw topic: Kafka's own default. */
    static final int MOST_RAW_BYTES = 1 << 20;

    /** What follows a raw record may be larger by what ingestion adds: origin, reason, detail, pseudonyms. */
    static final int MOST_BYTES = MOST_RAW_BYTES + (256 << 10);

    public TopicSetup {
        if (partitions < 1) {
            throw new IllegalArgumentException("kafka.partitions must be at least 1, got " + partitions);
        }
    }

    /**
     * Creates what is missing.
     *
     * @throws IllegalStateException if a topic exists with another number of partitions, or the broker refuses
     */
    public void apply(String bootstrapServers, Topics topics) {
        Map<String, NewTopic> wanted = wanted(topics);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = wanted.values().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
            admin.describeTopics(wanted.keySet())
                    .allTopicNames()
                    .get()
                    .values()
                    .forEach(found -> verify(found, wanted.get(found.name())));
        } catch (ExecutionException refused) {
            throw new IllegalStateException("the broker at " + bootstrapServers + " refused to set up topics", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up topics", interrupted);
        }
    }

    private static void verify(TopicDescription found, NewTopic wanted) {
        if (found.partitions().size() != wanted.numPartitions()) {
            throw new IllegalStateException("topic " + found.name() + " has "
                    + found.partitions().size() + " partitions, but kafka.partitions asks for "
                    + wanted.numPartitions() + "; more partitions would move keys, so keep the number or start anew");
        }
    }

    private Map<String, NewTopic> wanted(Topics topics) {
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        for (String partitioned : List.of(
                topics.behaviorRaw(),
                topics.inventoryRaw(),
                topics.behaviorIdentified(),
                topics.inventoryIdentified(),
                topics.behaviorClean(),
                topics.inventoryClean())) {
            wanted.put(partitioned, topic(partitioned, partitions, retentionOf(partitioned)));
        }
        for (String single : List.of(topics.rejects(), topics.duplicates())) {
            wanted.put(single, topic(single, 1, retentionOf(single)));
        }
        for (String eternal : List.of(topics.trainingSnapshots(), topics.promotions(), topics.replayPositions())) {
            wanted.put(eternal, topic(eternal, 1, -1));
        }
        return wanted;
    }

    private long retentionOf(String name) {
        return isRaw(name) ? retention.toMillis() : retention.multipliedBy(4).toMillis();
    }

    private static boolean isRaw(String name) {
        return name.endsWith(".raw");
    }

    private static NewTopic topic(String name, int partitions, long retentionMillis) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(Math.max(-1, retentionMillis)));
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(isRaw(name) ? MOST_RAW_BYTES : MOST_BYTES));
        return new NewTopic(name, partitions, (short) -1).configs(settings);
    }
}
