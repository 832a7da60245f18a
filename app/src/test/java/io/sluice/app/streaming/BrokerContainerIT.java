package io.sluice.app.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import io.sluice.ingestion.Audit;
import io.sluice.ingestion.AuditReport;
import io.sluice.ingestion.Ingestion;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.TopicSetup;
import io.sluice.ingestion.UserKeySecret;
import io.sluice.schemas.Headers;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Ingestion against a broker in a container that is paused, cut off and restarted. Needs a Docker engine and the image of
 * {@code infra/images/build}: skipped without them, unless {@code -Drequire.docker=true} says that they must be there.
 */
@Tag("docker")
@Timeout(300)
final class BrokerContainerIT {
    private static final String IMAGE = System.getProperty("sluice.kafka-image", "localhost/sluice-kafka:4.2.2");
    private static final int BEHIND_THE_CABLE = 19092;
    private static final int PARTITIONS = 2;
    private static final int BATCH = 400;
    private static final Topics TOPICS = Topics.DEFAULTS;

    private final WireCodec codec = new WireCodec();

    @TempDir
    private Path directory;

    @Test
    void shouldCountEveryEventOnceThroughPauseNetworkCutAndRestart() throws Exception {
        requireDocker();
        KafkaContainer container =
                new KafkaContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka"));
        try (container;
                Cable cable = new Cable(() -> mappedPort(container))) {
            String servers = "127.0.0.1:" + cable.port();
            container.withListener("0.0.0.0:" + BEHIND_THE_CABLE, () -> servers);
            container.addExposedPort(BEHIND_THE_CABLE);
            container.start();
            disturb(container, cable, servers);
        }
    }

    private void disturb(KafkaContainer container, Cable cable, String servers) throws Exception {
        DockerClient docker = DockerClientFactory.instance().client();
        String id = container.getContainerId();
        new TopicSetup(PARTITIONS, Duration.ofMillis(-1)).apply(servers, TOPICS);
        try (Ingestion ingestion = ingestion(servers)) {
            sendUntilItIsThere(servers, 0);

            docker.pauseContainerCmd(id).exec();
            assertThat(send(servers, 1)).as("sent to a paused broker").isFalse();
            docker.unpauseContainerCmd(id).exec();
            sendUntilItIsThere(servers, 1);

            cable.cut();
            assertThat(send(servers, 2)).as("sent through a cut cable").isFalse();
            cable.mend();
            sendUntilItIsThere(servers, 2);

            docker.restartContainerCmd(id).withTimeout(1).exec();
            sendUntilItIsThere(servers, 3);

            AuditReport report = settled(servers, 4L * BATCH);
            assertThat(report.violations()).isEmpty();
            assertThat(report.clean()).isEqualTo(4L * BATCH);
            assertThat(report.raw()).isEqualTo(report.clean() + report.duplicates());
            assertThat(ingestion.failure()).isEmpty();
        }
    }

    private static void requireDocker() {
        boolean available = DockerClientFactory.instance().isDockerAvailable();
        if (Boolean.getBoolean("require.docker")) {
            assertThat(available)
                    .as("a Docker engine; start one with: eval \"$(.ci/docker-up)\"")
                    .isTrue();
        }
        if (!available) {
            System.out.println(
                    "skipped: no Docker engine; start one with: eval \"$(.ci/docker-up)\", then infra/images/build");
        }
        assumeTrue(available, "no Docker engine");
    }

    /** Changes when the container is started again; there is none in between. */
    private static OptionalInt mappedPort(KafkaContainer container) {
        Ports.Binding[] bindings = container
                .getCurrentContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(BEHIND_THE_CABLE));
        return bindings == null || bindings.length == 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(bindings[0].getHostPortSpec()));
    }

    private void sendUntilItIsThere(String servers, int batch) throws IOException, InterruptedException {
        boolean there = false;
        while (!there) {
            there = send(servers, batch);
        }
    }

    /** Sends one batch of events, always the same ones; whether the broker has acknowledged all of them. */
    private boolean send(String servers, int batch) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers,
                "delivery.timeout.ms", 3_000,
                "request.timeout.ms", 2_000,
                "max.block.ms", 3_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            // The first one tells whether anybody is there; without it each of the others would wait in vain.
            producer.send(record(batch, 0)).get();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 1; i < BATCH; i++) {
                sent.add(producer.send(record(batch, i)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            return true;
        } catch (ExecutionException notAcknowledged) {
            return false;
        }
    }

    private ProducerRecord<byte[], byte[]> record(int batch, int i) {
        String user = "user-" + i % 20;
        return new ProducerRecord<>(
                TOPICS.behaviorRaw(),
                null,
                user.getBytes(UTF_8),
                codec.encode(Raw.event("e" + batch + "-" + i, user, 1)),
                List.of(Raw.header(Headers.ARRIVAL, Long.toString(Raw.NOON.toEpochMilli()))));
    }

    private static AuditReport settled(String servers, long clean) {
        while (true) {
            AuditReport report = Audit.run(servers, TOPICS);
            if (!report.violations().isEmpty() || report.clean() >= clean && report.pending() == 0) {
                return report;
            }
        }
    }

    private Ingestion ingestion(String servers) {
        return Ingestion.start(
                servers,
                TOPICS,
                IngestionConfig.DEFAULTS.trustingArrivals(),
                new UserKeySecret("a secret for tests only".getBytes(UTF_8)),
                directory.resolve("streams"),
                PARTITIONS);
    }
}
