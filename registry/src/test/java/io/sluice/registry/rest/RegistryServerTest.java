package io.sluice.registry.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.registry.Cause;
import io.sluice.registry.GarbagePolicy;
import io.sluice.registry.ModelWatcher;
import io.sluice.registry.ModelWatcher.Loaded;
import io.sluice.registry.ModelWatcher.Refresh;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;

class RegistryServerTest {
    private static final String MODEL = "recommender";
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause OPERATOR = Cause.of("operator", "test").at(NOW);

    @TempDir
    private Path directory;

    private Registry registry;
    private RegistryServer server;

    @BeforeEach
    void serveTwoVersions() throws IOException {
        registry = Registry.open(directory.resolve("registry"), Clock.fixed(NOW, ZoneOffset.UTC));
        for (String weights : List.of("one", "two")) {
            Path source = Files.createDirectories(directory.resolve(weights + "/parts"));
            Files.writeString(source.resolve("weights v1.bin"), weights);
            Files.writeString(source.resolveSibling("MLmodel"), "flavors: {}");
            registry.register(MODEL, source.getParent(), VersionKind.CANDIDATE, Map.of("family", "knn"), "");
        }
        registry.forcePromote(MODEL, Registry.CHAMPION, "1", OPERATOR);
        server = RegistryServer.start(registry, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        registry.close();
    }

    @Test
    void shouldLetMlflowsJavaClientTrackARun() {
        try (MlflowClient client = new MlflowClient(server.address().toString())) {
            String experiment = client.createExperiment("demo");
            String run = client.createRun(experiment).getRunId();
            client.logParam(run, "k", "20");
            client.logMetric(run, "ndcg", 0.1, 1_000, 1);
            client.logMetric(run, "ndcg", Double.NaN, 2_000, 2);
            client.setTag(run, "family", "knn");
            client.setTerminated(run);

            Service.Run read = client.getRun(run);

            assertThat(client.getExperimentByName("demo").orElseThrow().getExperimentId())
                    .isEqualTo(experiment);
            assertThat(read.getInfo().getStatus()).isEqualTo(Service.RunStatus.FINISHED);
            assertThat(read.getData().getParams(0).getValue()).isEqualTo("20");
            assertThat(client.getMetricHistory(run, "ndcg"))
                    .extracting(Service.Metric::getValue)
                    .containsExactly(0.1, Double.NaN);
            assertThat(found(client, experiment, "params.k = '20' and tags.family = 'knn'"))
                    .containsExactly(run);
            assertThat(found(client, experiment, "params.k = '10'")).isEmpty();
            assertThatThrownBy(() -> client.createExperiment("demo"))
                    .isInstanceOf(MlflowHttpException.class)
                    .hasStackTraceContaining("RESOURCE_ALREADY_EXISTS");
        }
    }

    @Test
    void shouldLetMlflowsJavaClientFindVersions() {
        try (MlflowClient client = new MlflowClient(server.address().toString())) {
            assertThat(client.getRegisteredModel(MODEL).getAliases(0).getVersion())
                    .isEqualTo("1");
            assertThat(client.getLatestVersions(MODEL))
                    .extracting(version -> version.getVersion())
                    .containsExactly("2");
            assertThat(client.getModelVersion(MODEL, "1").getTags(0).getValue()).isEqualTo("knn");
            assertThat(client.getModelVersionDownloadUri(MODEL, "1"))
                    .isEqualTo("mlflow-artifacts:/models/recommender/1");
            assertThat(client.searchModelVersions("name='recommender'").getItems())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/2.0/mlflow/registered-models/alias?name=recommender&alias=champion, 200, \"version\":\"1\"",
        "/ajax-api/2.0/mlflow/registered-models/get?name=recommender, 200, latest_versions",
        "/api/2.0/mlflow/registered-models/search?filter=tag.%60mlflow.prompt.is_prompt%60%20!%3D%20%27true%27, 200, recommender",
        "/api/2.0/mlflow/registered-models/get?name=nobody, 404, RESOURCE_DOES_NOT_EXIST",
        "/api/2.0/mlflow/model-versions/get?name=recommender, 400, INVALID_PARAMETER_VALUE",
        "/api/2.0/mlflow/unheard-of, 404, ENDPOINT_NOT_FOUND",
        "/api/3.0/mlflow/server-info, 404, ENDPOINT_NOT_FOUND",
        "/health, 200, OK",
        "/api/2.0/mlflow-artifacts/artifacts?path=models/recommender/1, 200, parts",
        "/api/2.0/mlflow-artifacts/artifacts/models/recommender/2/parts/weights%20v1.bin, 200, two",
        "/api/sluice/v1/promotions?model=recommender, 200, FORCED",
        "/api/sluice/v1/champion?model=recommender&at=2026-03-01T00:00:00Z, 200, fingerprint",
        "/api/sluice/v1/champion?model=recommender&at=2026-02-01T00:00:00Z, 404, RESOURCE_DOES_NOT_EXIST",
        "/api/sluice/v1/verdicts/none, 404, RESOURCE_DOES_NOT_EXIST",
    })
    void shouldAnswer(String path, int status, String part) throws Exception {
        HttpResponse<String> response = send("GET", path, "");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/recommender/1/../../../registry.db",
                "models/recommender/1/%2e%2e/%2e%2e/%2e%2e/registry.db",
                "models/recommender/1/%252e%252e%252f%252e%252e%252fregistry.db",
                "models/recommender/1/..%2f..%2fregistry.db",
                "models/recommender/1//etc/hostname",
                "%2fetc%2fhostname",
                "models/recommender/1/parts/..%5c..%5cregistry.db",
            })
    void shouldServeNothingOutsideTheSealedFiles(String path) throws Exception {
        HttpResponse<String> response = send("GET", "/api/2.0/mlflow-artifacts/artifacts/" + path, "");

        assertThat(response.statusCode()).isBetween(400, 404);
    }

    @Test
    void shouldKeepTheChampionReadOnlyOverTheFacade() throws Exception {
        String path = "/api/2.0/mlflow/registered-models/alias";
        String other = "{\"name\":\"recommender\",\"alias\":\"shadow\",\"version\":\"2\"}";

        assertThat(send("POST", path, other.replace("shadow", "champion")).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", path, other.replace("shadow", "champion")).statusCode())
                .isEqualTo(403);
        assertThat(send("POST", path, other).statusCode()).isEqualTo(200);
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains("1");
        assertThat(registry.alias(MODEL, "shadow")).contains("2");
    }

    @Test
    void shouldSwapOnPromotionAndRollbackAndOutliveTheRegistry() {
        ModelWatcher<String> watcher = watcher();

        assertThat(watcher.current()).isEmpty();
        assertThat(watcher.refresh()).isEqualTo(Refresh.SWAPPED);
        assertThat(watcher.refresh()).isEqualTo(Refresh.UNCHANGED);
        registry.forcePromote(MODEL, Registry.CHAMPION, "2", OPERATOR);
        assertThat(watcher.refresh()).isEqualTo(Refresh.SWAPPED);
        assertThat(watcher.current()).map(Loaded::model).contains("two");
        registry.rollback(MODEL, Registry.CHAMPION, OPERATOR);
        assertThat(watcher.refresh()).isEqualTo(Refresh.SWAPPED);
        server.close();
        assertThat(watcher.refresh()).isEqualTo(Refresh.KEPT_LAST_GOOD);

        Loaded<String> held = watcher.current().orElseThrow();
        assertThat(held.model()).isEqualTo("one");
        assertThat(held.version()).isEqualTo("1");
        assertThat(held.age(NOW.plusSeconds(60))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void shouldStartFromTheLastGoodCopyWhileTheRegistryIsAway() {
        ModelWatcher<String> before = watcher();
        before.refresh();
        ModelWatcher<String> restarted = watcher();
        server.close();

        assertThat(restarted.refresh()).isEqualTo(Refresh.KEPT_LAST_GOOD);

        Loaded<String> held = restarted.current().orElseThrow();
        assertThat(held.model()).isEqualTo("one");
        assertThat(held.version()).isEqualTo("1");
        assertThat(held.confirmed()).isEqualTo(NOW);
    }

    @Test
    void shouldNotLoadALastGoodCopyThatIsDamaged() throws IOException {
        watcher().refresh();
        try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
            Path weights = files.filter(file -> file.endsWith("weights v1.bin"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(weights, "0ne");
        }
        ModelWatcher<String> restarted = watcher();
        server.close();

        assertThat(restarted.refresh()).isEqualTo(Refresh.KEPT_LAST_GOOD);
        assertThat(restarted.current()).isEmpty();
    }

    @Test
    void shouldNeverFailFiftyClientsWhileVersionsArePromotedAndCollected() throws Exception {
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        try (Registry busy = Registry.open(directory.resolve("busy"), tomorrow);
                RegistryServer hammered = RegistryServer.start(busy, 0)) {
            Hammer hammer = new Hammer(hammered.address(), directory.resolve("caches"));
            busy.register("m", hammer.source(directory, 0), VersionKind.CANDIDATE, Map.of(), "");
            busy.forcePromote("m", Registry.CHAMPION, "1", OPERATOR);
            List<Future<Integer>> clients = hammer.start(50);
            for (int n = 1; n <= 20; n++) {
                String version = busy.register("m", hammer.source(directory, n), VersionKind.CANDIDATE, Map.of(), "")
                        .version();
                busy.register("m", hammer.source(directory, 1000 + n), VersionKind.SABOTAGE, Map.of(), "");
                busy.forcePromote("m", Registry.CHAMPION, version, OPERATOR);
                if (n % 5 == 0) {
                    busy.rollback("m", Registry.CHAMPION, OPERATOR);
                    // A day ahead of the files, nothing is recent but what was registered since yesterday.
                    assertThat(busy.collect(new GarbagePolicy(1, Duration.ofMinutes(10), false))
                                    .removed())
                            .isTrue();
                }
            }
            hammer.stop();

            int swaps = 0;
            for (Future<Integer> client : clients) {
                swaps += client.get();
            }
            assertThat(swaps).isGreaterThanOrEqualTo(50);
        }
    }

    private static List<String> found(MlflowClient client, String experiment, String filter) {
        return client
                .searchRuns(List.of(experiment), filter, Service.ViewType.ACTIVE_ONLY, 10, List.of("metrics.ndcg DESC"))
                .getItems()
                .stream()
                .map(run -> run.getInfo().getRunId())
                .toList();
    }

    private ModelWatcher<String> watcher() {
        return new ModelWatcher<>(
                ModelWatcher.Watched.champion(server.address(), MODEL, directory.resolve("cache")),
                version -> text(version.resolve("parts/weights v1.bin")),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
