package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {
    private static final String SECRET = "a secret of some length";

    @TempDir
    private Path directory;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private Registry registry;
    private HttpServer receiver;
    private int status = 204;

    @BeforeEach
    void listen() throws Exception {
        registry = Registry.open(directory.resolve("registry"), Lifetime.CLOCK);
        for (int n = 1; n <= 2; n++) {
            registry.register(
                    "m", Lifetime.source(directory.resolve("sources"), n), VersionKind.CANDIDATE, Map.of(), "");
        }
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/hook", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            long seconds = Lifetime.CLOCK.instant().getEpochSecond();
            String expected = "t=" + seconds + ",v1=" + Webhooks.signature(SECRET, seconds, body);
            if (status == 204 && expected.equals(exchange.getRequestHeaders().getFirst("Sluice-Signature"))) {
                heard.add(exchange.getRequestHeaders().getFirst("Sluice-Sequence"));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        registry.close();
    }

    @Test
    void shouldTellSignedEntriesInOrderAndOnce() {
        move("1");
        move("2");
        try (Webhooks webhooks = webhooks()) {
            assertThat(webhooks.deliver()).isEqualTo(2);
            move("1");
            assertThat(webhooks.deliver()).isEqualTo(1);
            assertThat(webhooks.deliver()).isZero();
        }

        assertThat(heard).containsExactly("1", "2", "3");
    }

    @Test
    void shouldGoOnAfterTheReceiverWasAwayAndTheRegistryWasRestarted() {
        move("1");
        move("2");
        status = 503;
        try (Webhooks webhooks = webhooks()) {
            assertThat(webhooks.deliver()).isZero();
        }
        registry.close();
        registry = Registry.open(directory.resolve("registry"), Lifetime.CLOCK);
        status = 204;

        try (Webhooks webhooks = webhooks()) {
            assertThat(webhooks.deliver()).isEqualTo(2);
        }
        assertThat(heard).containsExactly("1", "2");
    }

    @Test
    void shouldSignAsTheStandardSaysItDoes() {
        // printf '1.{}' | openssl dgst -sha256 -hmac key
        assertThat(Webhooks.signature("key", 1, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    private Webhooks webhooks() {
        return new Webhooks(
                registry,
                List.of("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"),
                SECRET,
                Lifetime.CLOCK);
    }

    private void move(String to) {
        registry.forcePromote("m", Registry.CHAMPION, to, Cause.of("operator", "test"));
    }
}
