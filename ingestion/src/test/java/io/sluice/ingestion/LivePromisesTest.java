package io.sluice.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Promise;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class LivePromisesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void shouldPromiseInEveryRawPartitionThatWhatIsOlderThanTheBoundHasCome() {
        Node node = new Node(1, "localhost", 1);
        List<PartitionInfo> partitions = Stream.of("behavior.raw", "inventory.raw")
                .flatMap(topic -> Stream.of(0, 1)
                        .map(partition ->
                                new PartitionInfo(topic, partition, node, new Node[] {node}, new Node[] {node})))
                .toList();
        Cluster cluster = new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(cluster, true, null, new ByteArraySerializer(), new ByteArraySerializer());
        LivePromises promises =
                new LivePromises(producer, Topics.DEFAULTS, Duration.ofMinutes(10), Clock.fixed(NOON, ZoneOffset.UTC));

        promises.promise();

        assertThat(producer.history())
                .extracting(record -> record.topic() + "/" + record.partition())
                .containsExactly("behavior.raw/0", "behavior.raw/1", "inventory.raw/0", "inventory.raw/1");
        SpecificRecord first =
                new WireCodec().decode(producer.history().get(0).value()).match(read -> read, (reason, detail) -> null);
        assertThat(first)
                .isEqualTo(Promise.newBuilder()
                        .setBefore(NOON.minus(Duration.ofMinutes(10)))
                        .build());
    }
}
