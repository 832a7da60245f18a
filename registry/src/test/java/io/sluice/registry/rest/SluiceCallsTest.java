package io.sluice.registry.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String API = "/api/sluice/v1/";

    @TempDir
    private Path directory;

    private Registry registry;
    private RegistryServer server;

    @BeforeEach
    void serveThreeVersions() throws Exception {
        registry = Registry.open(
                directory.resolve("registry"), Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC));
        for (int n = 1; n <= 3; n++) {
            Path source = Files.createDirectory(directory.resolve("source-" + n));
            Files.writeString(source.resolve("manifest.json"), "{\"seed\":" + n + "}");
            registry.register("m", source, VersionKind.CANDIDATE, Map.of(), "");
        }
        server = RegistryServer.start(registry, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        registry.close();
    }

    @Test
    void shouldPromoteByVerdictVersionAndFencingToken() throws Exception {
        assertThat(post("promotions/force", "{'model':'m','to':'1','by':'me','why':'first'}")
                        .path("moved")
                        .asBoolean())
                .isTrue();
        long token = get("champion?model=m").path("fencing_token").asLong();
        post(
                "verdicts",
                "{'id':'v2','model':'m','candidate':'2','champion':'1','decision':'PROMOTE','state':'JUDGED',"
                        + "'event_time':'2026-02-28T00:00:00Z','evidence':{'ndcg':0.1}}");
        String promotion = "{'model':'m','expected_version':'1','fencing_token':" + token
                + ",'to':'2','verdict_id':'v2','by':'gate','why':'better','event_time':'2026-02-28T00:00:00Z'}";

        // Away and back: the version is the expected one, the token is not.
        post("promotions/force", "{'model':'m','to':'3','by':'me','why':'try'}");
        post("promotions/rollback", "{'model':'m','by':'me','why':'back'}");
        assertThat(post("promotions", promotion).path("reason").asText()).isEqualTo("LOST_RACE");
        long now = get("champion?model=m").path("fencing_token").asLong();
        JsonNode moved = post("promotions", promotion.replace(":" + token + ",", ":" + now + ","));

        assertThat(moved.path("moved").asBoolean()).isTrue();
        assertThat(moved.path("sequence").asLong()).isEqualTo(now + 1);
        assertThat(get("champion?model=m").path("version").asText()).isEqualTo("2");
        assertThat(get("champion?model=m&at=2026-02-27T00:00:00Z")
                        .path("version")
                        .asText())
                .isEqualTo("1");
        assertThat(get("champion?model=m&at_wall=2026-03-01T00:00:00Z")
                        .path("version")
                        .asText())
                .isEqualTo("2");
        assertThat(get("promotions?model=m&after=3").path("promotions")).hasSize(1);
        assertThat(get("verdicts?model=m")
                        .path("verdicts")
                        .get(0)
                        .path("evidence")
                        .path("ndcg")
                        .asDouble())
                .isEqualTo(0.1);
        assertThat(get("versions/m/2/manifest").path("seed").asInt()).isEqualTo(2);
    }

    @Test
    void shouldHearTheFirstAnswerWhenAPromotionIsRepeatedOverAnotherConnection() throws Exception {
        String force = "{'model':'m','to':'1','by':'me','why':'first'}";

        JsonNode first = send(HttpClient.newHttpClient(), "promotions/force", force);
        JsonNode repeated = send(HttpClient.newHttpClient(), "promotions/force", force);

        assertThat(repeated).isEqualTo(first);
        assertThat(registry.log("m")).hasSize(1);
    }

    @Test
    void shouldFreezeAndCollectOverHttp() throws Exception {
        assertThat(post("freezes", "{'frozen':true,'by':'me','why':'sale'}")
                        .path("frozen")
                        .asBoolean())
                .isTrue();
        assertThat(post("freezes", "{'frozen':false,'by':'me','why':'over'}").path("freezes"))
                .hasSize(2);
        assertThat(post("garbage/collect", "{'keep_newest':1}").path("removed").asBoolean())
                .isFalse();
        assertThat(post("garbage/collect", "{'recent':'PT1S'}")
                        .path("error_code")
                        .asText())
                .isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void shouldDescribeExactlyWhatItServes() throws Exception {
        JsonNode openApi = get("openapi.json");
        Set<String> described = new TreeSet<>();
        openApi.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method ->
                        described.add(method.getKey().toUpperCase(Locale.ROOT) + " /api/sluice/v1" + path.getKey())));
        Set<String> served = new TreeSet<>();
        for (RegistryServer.Route route : server.routes()) {
            if (route.path().startsWith(API)) {
                served.add(route.method() + " " + route.path());
                String role = route.roles().iterator().next().toString().toLowerCase(Locale.ROOT);
                assertThat(openApi.path("paths")
                                .path(route.path().substring(API.length() - 1))
                                .path(route.method().toLowerCase(Locale.ROOT))
                                .path("description")
                                .asText())
                        .endsWith("Needs the role " + role + ".");
            }
        }

        assertThat(described).isEqualTo(served);
    }

    @Test
    void shouldAnswerWithTheFieldsThatTheDescriptionRequires() throws Exception {
        post("promotions/force", "{'model':'m','to':'1','by':'me','why':'first'}");
        JsonNode schemas = get("openapi.json").path("components").path("schemas");

        requireFields(schemas.path("Version"), get("champion?model=m"));
        requireFields(
                schemas.path("Promotion"),
                get("promotions?model=m").path("promotions").get(0));
        requireFields(schemas.path("NotMoved"), post("promotions/force", "{'model':'m','to':'1','by':'b','why':'w'}"));
        requireFields(schemas.path("Freezes"), get("freezes"));
        requireFields(schemas.path("Garbage"), post("garbage/collect", "{}"));
        requireFields(schemas.path("Error"), get("verdicts/none"));
    }

    private static void requireFields(JsonNode schema, JsonNode answer) {
        assertThat(schema.path("required")).isNotEmpty();
        schema.path("required").forEach(name -> assertThat(answer.has(name.asText()))
                .as("%s in %s", name.asText(), answer)
                .isTrue());
    }

    private JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + API + path))
                .build();
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private JsonNode post(String path, String body) throws Exception {
        return send(HTTP, path, body);
    }

    private JsonNode send(HttpClient client, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + API + path))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
