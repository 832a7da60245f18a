package io.sluice.ingestion;

import io.sluice.schemas.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Which partition a record goes to. Ordinary keys are text and go where Kafka's own partitioner puts them; keys that begin
 * with a zero byte, which no text key does, belong to promises and name their target.
 */
final class Targets {
    /** Under this key a record goes to every partition. */
    static final byte[] EVERY_PARTITION = {0};

    private Targets() {}

    /** The key under which a record goes to exactly this partition. */
    static byte[] onlyPartition(int partition) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .put((byte) 0)
                .putInt(partition)
                .array();
    }

    static byte[] rejectKey(Origin origin) {
        return (origin.topic() + "-" + origin.partition()).getBytes(StandardCharsets.UTF_8);
    }

    static StreamPartitioner<byte[], byte[]> partitioner() {
        return (topic, key, value, partitions) -> partitionsOf(key, partitions);
    }

    private static Optional<Set<Integer>> partitionsOf(byte[] key, int partitions) {
        if (key == null || key.length == 0 || key[0] != 0) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.equals(key, EVERY_PARTITION)
                        ? IntStream.range(0, partitions).boxed().collect(Collectors.toSet())
                        : Set.of(ByteBuffer.wrap(key, 1, Integer.BYTES).getInt()));
    }
}
