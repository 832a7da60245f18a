package io.sluice.registry.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.security.RouteRole;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private Registry registry;
    private RegistryServer server;

    @BeforeEach
    void serveWithTokens() throws Exception {
        Path tokens = directory.resolve("tokens");
        Files.writeString(
                tokens,
                "# who may do what\n" + line("viewer", "read") + line("trainer", "train") + line("gate", "promote"));
        registry = Registry.open(
                directory.resolve("registry"), Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC));
        server = RegistryServer.start(registry, config(tokens));
    }

    @AfterEach
    void stop() {
        server.close();
        registry.close();
    }

    @Test
    void shouldOpenNoRouteToAStranger() throws Exception {
        for (RegistryServer.Route route : server.routes()) {
            if (route.roles().equals(Set.of(Access.ANYONE))) {
                assertThat(route.path()).isEqualTo("/health");
                continue;
            }
            assertThat(status(route, Optional.empty())).as("%s", route).isEqualTo(401);
            assertThat(status(route, Optional.of("Bearer wrong")))
                    .as("%s", route)
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldOpenEveryRouteToItsRoleOnly() throws Exception {
        assertThat(server.routes()).hasSizeGreaterThan(100);
        for (RegistryServer.Route route : server.routes()) {
            assertThat(route.roles()).as("%s", route).hasSize(1);
            RouteRole role = route.roles().iterator().next();
            for (Access holder : List.of(Access.READ, Access.TRAIN, Access.PROMOTE)) {
                boolean allowed = role == Access.ANYONE || role == Access.READ || role == holder;
                int status = status(route, Optional.of("Bearer " + token(nameOf(holder))));
                if (allowed) {
                    assertThat(status).as("%s for %s", route, holder).isNotIn(401, 403);
                } else {
                    assertThat(status).as("%s for %s", route, holder).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void shouldTakeATokenAsThePasswordOfTheBasicScheme() throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString(("anything:" + token("viewer")).getBytes(StandardCharsets.UTF_8));

        assertThat(send("GET", "/api/2.0/mlflow/experiments/search", Optional.of("Basic " + credentials), "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldPromoteUnderTheNameOfTheTokenOnly() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("MLmodel"), "flavors: {}");
        registry.register("m", source, io.sluice.registry.VersionKind.CANDIDATE, java.util.Map.of(), "");

        HttpResponse<String> forced = send(
                "POST",
                "/api/sluice/v1/promotions/force",
                Optional.of("Bearer " + token("gate")),
                "{\"model\":\"m\",\"to\":\"1\",\"by\":\"somebody else\",\"why\":\"first\"}");

        assertThat(forced.body()).contains("\"moved\":true").contains("\"by\":\"gate\"");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws Exception {
        Optional<String> trainer = Optional.of("Bearer " + token("trainer"));

        assertThat(send("PUT", "/api/2.0/mlflow-artifacts/artifacts/a/b.bin", trainer, "x".repeat(1 << 20))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/api/2.0/mlflow-artifacts/artifacts/a/c.bin", trainer, "x".repeat((1 << 20) + 1))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("POST", "/api/2.0/mlflow/runs/set-tag", trainer, "x".repeat((64 << 10) + 1))
                        .statusCode())
                .isEqualTo(413);
        assertThat(registry.artifacts().find("a/c.bin")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Host, evil.example:5000", "Origin, https://evil.example", "Origin, null"})
    void shouldTurnWebPagesAwayWhereThereAreNoTokens(String header, String value) throws Exception {
        try (RegistryServer open = RegistryServer.start(registry, 0)) {
            assertThat(rawStatus(open.port(), header, value)).isEqualTo(403);
            assertThat(rawStatus(open.port(), "X-Nothing", "x")).isEqualTo(200);
        }
    }

    @Test
    void shouldNotListenBeyondThisMachineWithoutTokens() {
        assertThatThrownBy(() -> RegistryConfig.DEFAULTS.on("0.0.0.0", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registry.tokens");
    }

    private static RegistryConfig config(Path tokens) {
        return new RegistryConfig(
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1",
                0,
                Optional.of(tokens.toString()),
                Optional.empty(),
                Optional.empty(),
                1,
                64,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static int rawStatus(int port, String header, String value) throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
            String host = header.equals("Host") ? "" : "Host: localhost:" + port + "\r\n";
            socket.getOutputStream()
                    .write(("GET /api/2.0/mlflow/experiments/search HTTP/1.1\r\n" + host + header + ": " + value
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }

    private int status(RegistryServer.Route route, Optional<String> authorization) throws Exception {
        String path = route.path().replaceAll("[{<][^}>]*[}>]", "1");
        return send(route.method(), path, authorization, "{}").statusCode();
    }

    private HttpResponse<String> send(String method, String path, Optional<String> authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String nameOf(Access role) {
        return switch (role) {
            case TRAIN -> "trainer";
            case PROMOTE -> "gate";
            default -> "viewer";
        };
    }

    private static String token(String name) {
        return "secret of " + name;
    }

    private static String line(String name, String roles) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token(name).getBytes(StandardCharsets.UTF_8));
        return name + " " + roles + " " + HexFormat.of().formatHex(digest) + "\n";
    }
}
