package io.sluice.registry.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.registry.Metric;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryFailure;
import io.sluice.registry.RunStatus;
import io.sluice.registry.TrackingClient;
import io.sluice.registry.TrackingClient.Tracked;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against this registry; with {@code -Dmlflow.server=URL} (infra/mlflow/check) against a server of MLflow's own. */
class TrackingClientTest {
    private static final Optional<String> MLFLOW = Optional.ofNullable(System.getProperty("mlflow.server"));

    @TempDir
    private Path directory;

    private Registry registry;
    private RegistryServer server;
    private URI address;
    private TrackingClient client;

    @BeforeEach
    void serve() {
        registry = Registry.open(directory.resolve("registry"), Clock.systemUTC());
        server = RegistryServer.start(registry, 0);
        address = MLFLOW.map(URI::create).orElse(server.address());
        client = new TrackingClient(address, Optional.empty(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        registry.close();
    }

    @Test
    void shouldTrackARunFromStartToEnd() throws Exception {
        String experiment = client.experiment("recommender " + UUID.randomUUID());
        Tracked run = client.start(experiment, "cycle 1", Map.of("family", "als"));
        client.logParams(run, many(250));
        List<Metric> curve = new ArrayList<>();
        for (int epoch = 1; epoch <= 1_200; epoch++) {
            curve.add(new Metric("als/train-loss", 1.0 / epoch, epoch, Instant.ofEpochMilli(epoch)));
        }
        client.logMetrics(run, curve);
        client.logDataset(run, "interactions", "snapshot-1", "{\"cut\":\"1\"}");
        client.setTags(run, Map.of("chosen", "als"));
        Path card = Files.writeString(directory.resolve("card.md"), "# card");
        client.upload(run, "model/card of it.md", card);
        client.end(run, RunStatus.FINISHED);

        JsonNode read = client.read(run);

        assertThat(read.path("info").path("status").asText()).isEqualTo("FINISHED");
        assertThat(read.path("info").path("run_name").asText()).isEqualTo("cycle 1");
        assertThat(read.path("data").path("params")).hasSize(250);
        assertThat(read.path("inputs")
                        .path("dataset_inputs")
                        .get(0)
                        .path("dataset")
                        .path("name")
                        .asText())
                .isEqualTo("interactions");
        assertThat(client.history(run, "als/train-loss")).hasSize(1_200);
        assertThat(client.experiment(experimentName(experiment))).isEqualTo(experiment);
        HttpResponse<String> file = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/api/2.0/mlflow-artifacts/artifacts/"
                                        + run.artifacts().getRawPath().replaceAll("^/+", "")
                                        + "/model/card%20of%20it.md"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(file.body()).isEqualTo("# card");
    }

    @Test
    void shouldSayWhatTheServerRefused() {
        Tracked nobody = new Tracked("none", URI.create("mlflow-artifacts:/0/none/artifacts"));

        assertThatThrownBy(() -> client.logParams(nobody, Map.of("k", "1")))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    private String experimentName(String id) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(address + "/api/2.0/mlflow/experiments/get?experiment_id=" + id))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return Json.MAPPER
                .readTree(answer.body())
                .path("experiment")
                .path("name")
                .asText();
    }

    private static Map<String, String> many(int count) {
        Map<String, String> params = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            params.put("p" + i, "v" + i);
        }
        return params;
    }
}
