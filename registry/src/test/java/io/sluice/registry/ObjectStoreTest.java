package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Artifacts in a real S3-compatible server: moto's, from the Python package registry. */
class ObjectStoreTest {
    private static final Path MOTO = Path.of("../target/storage/venv/bin/moto_server");

    @TempDir
    private Path directory;

    private Process moto;
    private int port;
    private S3Client client;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        if (!Files.isExecutable(MOTO)) {
            String reason = "no S3-compatible server at " + MOTO + "; infra/storage/check installs one";
            if (Boolean.getBoolean("require.storage")) {
                throw new IllegalStateException(reason);
            }
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        moto = new ProcessBuilder(MOTO.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("moto.log").toFile())
                .start();
        awaitServer();
        client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .build();
        client.createBucket(request -> request.bucket("models"));
        registry = Registry.open(
                directory.resolve("registry"),
                Configs.with(Optional.empty(), Optional.of("s3://models/sluice?endpoint=http://127.0.0.1:" + port)),
                Lifetime.CLOCK);
    }

    @AfterEach
    void stop() {
        if (moto != null) {
            registry.close();
            client.close();
            moto.destroy();
        }
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void shouldKeepFilesInTheStoreAndGiveThemBack() throws IOException {
        Lifetime.live(registry, directory.resolve("sources"), returned -> {});

        Path copy = registry.checkOut(Lifetime.MODEL, "2", directory.resolve("copy"));

        assertThat(copy.resolve("part-3")).hasContent("weights 2 3");
        assertThat(directory.resolve("registry/blobs")).doesNotExist();
        assertThat(client.listObjectsV2(request -> request.bucket("models").prefix("sluice/"))
                        .contents())
                .hasSize(24);
        try (Stream<Path> spooled = Files.list(directory.resolve("registry/spool"))) {
            assertThat(spooled).isEmpty();
        }
    }

    @Test
    void shouldDetectAnObjectThatChanged() {
        ModelVersion version = registry.register(
                "m", Lifetime.source(directory.resolve("sources"), 1), VersionKind.CANDIDATE, Map.of(), "");
        String sha256 = version.files().get("part-0").sha256();
        client.putObject(
                request -> request.bucket("models").key("sluice/" + sha256.substring(0, 2) + "/" + sha256),
                RequestBody.fromString("weights 1 O"));

        assertThatThrownBy(() -> registry.read("m", "1", "part-0")).isInstanceOf(CorruptArtifact.class);
        assertThat(registry.read("m", "1", "part-1")).isPresent();
    }

    @Test
    void shouldCollectWhatNothingNames() {
        registry.artifacts().write("a/b.txt", new java.io.ByteArrayInputStream(new byte[] {1, 2, 3}), 10);
        registry.artifacts().delete("a/b.txt");
        java.time.Clock later = java.time.Clock.offset(Lifetime.CLOCK, Duration.ofDays(36_500));
        try (Registry other = Registry.open(
                directory.resolve("registry"),
                Configs.with(Optional.empty(), Optional.of("s3://models/sluice?endpoint=http://127.0.0.1:" + port)),
                later)) {
            assertThat(other.collect(new GarbagePolicy(1, Duration.ofDays(1), false))
                            .blobs())
                    .hasSize(1);
        }
        assertThat(client.listObjectsV2(request -> request.bucket("models")).contents())
                .isEmpty();
    }

    @Test
    void shouldSayThatTheStoreIsAwayAndLoseNothing() {
        registry.register("m", Lifetime.source(directory.resolve("sources"), 1), VersionKind.CANDIDATE, Map.of(), "");
        moto.destroy();
        moto.onExit().join();

        assertThatThrownBy(() -> registry.register(
                        "m", Lifetime.source(directory.resolve("sources"), 2), VersionKind.CANDIDATE, Map.of(), ""))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("s3://models/sluice");
        assertThatThrownBy(() -> registry.read("m", "1", "part-0")).isInstanceOf(RegistryFailure.class);
        assertThat(registry.versions("m")).hasSize(1);
        assertThat(registry.forcePromote("m", Registry.CHAMPION, "1", Cause.of("operator", "first"))
                        .moved())
                .isPresent();
    }

    private void awaitServer() throws Exception {
        for (int attempt = 0; attempt < 600; attempt++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                moto.waitFor(100, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalStateException("moto does not listen: " + Files.readString(directory.resolve("moto.log")));
    }
}
