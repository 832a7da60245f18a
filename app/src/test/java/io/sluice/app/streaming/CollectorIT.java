package io.sluice.app.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.app.EmbeddedKafka;
import io.sluice.ingestion.Audit;
import io.sluice.ingestion.TopicSetup;
import io.sluice.ingestion.collector.Collector;
import io.sluice.ingestion.collector.CollectorConfig;
import io.sluice.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class CollectorIT {
    private static final Topics TOPICS = Topics.DEFAULTS;
    private static final CollectorConfig CONFIG = new CollectorConfig(
            "127.0.0.1",
            0,
            List.of("key-1", "key-2"),
            List.of("https://shop.example"),
            4_096,
            10,
            4,
            10,
            Duration.ofSeconds(1));

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Collector collector;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        new TopicSetup(2, Duration.ofMillis(-1)).apply(kafka.bootstrapServers(), TOPICS);
        collector = Collector.start(kafka.bootstrapServers(), TOPICS, CONFIG, Clock.fixed(Raw.NOON, ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        collector.close();
        kafka.close();
    }

    @Test
    void shouldAcceptWhatKafkaHasAndNameWhatIsWrongWithTheRest() throws Exception {
        long before = raw();

        HttpResponse<String> one = post("/v1/events", event("e1"));
        assertThat(one.statusCode()).isEqualTo(202);
        assertThat(json(one).at("/results/0/eventId").asText()).isEqualTo("e1");

        HttpResponse<String> mixed = post("/v1/events", "[" + event("e2") + "," + event("") + "]");
        assertThat(mixed.statusCode()).isEqualTo(400);
        assertThat(json(mixed).at("/results/0/status").asText()).isEqualTo("accepted");
        assertThat(json(mixed).at("/results/1/errors/0/path").asText()).isEqualTo("events[1].items");
        assertThat(raw()).isEqualTo(before + 2);
    }

    @Test
    void shouldRefuseWhoHasNoKey() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at("/v1/events"))
                .POST(HttpRequest.BodyPublishers.ofString(event("e")))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldRefuseWhatIsTooLargeOrNoJson() throws Exception {
        assertThat(post("/v1/events", "x".repeat(5_000)).statusCode()).isEqualTo(413);
        assertThat(post("/v1/events", "{\"eventId\":").statusCode()).isEqualTo(400);
        assertThat(post("/v1/events", "17").statusCode()).isEqualTo(400);
        assertThat(post("/v1/events", batch(11)).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldLetPagesOfTheShopCallAndNoOthers() throws Exception {
        assertThat(preflight("https://shop.example").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://shop.example");
        assertThat(preflight("https://elsewhere.example").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return send(HttpRequest.newBuilder(at("/v1/events"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .build());
    }

    @Test
    void shouldTellItsHealthAndWhatItHasCounted() throws Exception {
        post("/v1/ga4", "{\"client_id\": \"c\", \"events\": [{\"name\": \"scroll\"}]}");

        assertThat(send(HttpRequest.newBuilder(at("/health")).build()).statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(at("/metrics")).build()).body())
                .contains("sluice_collector_events_total{status=\"invalid\"}")
                .contains("sluice_collector_waiting_events 0");
    }

    @Test
    void shouldRefuseAndHoldLittleWhileTheBrokerIsAwayAndGoOnAfterwards() throws Exception {
        Path place = directory.resolve("away");
        EmbeddedKafka broker = EmbeddedKafka.start(place);
        int port = URI.create("tcp://" + broker.bootstrapServers()).getPort();
        new TopicSetup(2, Duration.ofMillis(-1)).apply(broker.bootstrapServers(), TOPICS);
        try (Collector lonely =
                Collector.start(broker.bootstrapServers(), TOPICS, CONFIG, Clock.fixed(Raw.NOON, ZoneOffset.UTC))) {
            broker.close();

            HttpResponse<String> away = post(lonely, "/v1/events", batch(10));
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
            assertThat(json(away).path("accepted").asInt()).isZero();
            assertThat(send(HttpRequest.newBuilder(URI.create(lonely.address() + "/metrics"))
                                    .build())
                            .body())
                    .contains("sluice_collector_waiting_events 0");

            broker = EmbeddedKafka.start(place, port);
            while (post(lonely, "/v1/events", batch(10)).statusCode() != 202) {
                Thread.onSpinWait();
            }
            assertThat(Audit.run(broker.bootstrapServers(), TOPICS).pending()).isGreaterThanOrEqualTo(10);
        } finally {
            broker.close();
        }
    }

    @Test
    void shouldNotOpenItselfToTheWorldWithoutAKey() {
        CollectorConfig open =
                new CollectorConfig("0.0.0.0", 0, List.of(), List.of(), 4_096, 10, 4, 10, Duration.ofSeconds(1));

        assertThatThrownBy(() -> Collector.start(kafka.bootstrapServers(), TOPICS, open, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("collector.api-keys");
    }

    private static long raw() {
        return Audit.run(kafka.bootstrapServers(), TOPICS).raw();
    }

    private static String batch(int size) {
        return IntStream.range(0, size).mapToObj(i -> event("b" + i)).collect(Collectors.joining(",", "[", "]"));
    }

    /** Without an id it is without an item, too. */
    private static String event(String id) {
        return "{\"eventId\": \"" + id + "\", \"eventTime\": \"2026-03-01T12:00:00Z\", \"userKey\": \"u\","
                + " \"action\": \"VIEW\", \"items\": [" + (id.isEmpty() ? "" : "{\"itemId\": \"i\"}") + "]}";
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(collector, path, body);
    }

    private HttpResponse<String> post(Collector to, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(to.address() + path))
                .header("Authorization", "Bearer key-2")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static URI at(String path) {
        return URI.create(collector.address() + path);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
