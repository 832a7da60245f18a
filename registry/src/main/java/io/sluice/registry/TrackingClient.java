package io.sluice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tracks runs through MLflow's REST protocol and nothing else, so that this registry and any MLflow server are the same
 * to it. Safe for several threads. Whatever goes wrong on the way is a {@link RegistryFailure}.
 */
public final class TrackingClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int METRICS_PER_CALL = 1_000;
    private static final int PARAMS_PER_CALL = 100;
    private static final String API = "/api/2.0/mlflow/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI server;
    private final Optional<String> token;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param server without a trailing slash */
    public TrackingClient(URI server, Optional<String> token, Clock clock) {
        this.server = server;
        this.token = token;
        this.clock = clock;
    }

    /**
     * A run that is tracked.
     *
     * @param artifacts where its files go, an {@code mlflow-artifacts:} address
     */
    public record Tracked(String id, URI artifacts) {}

    /** The id of the experiment of that name, which is created if there is none. */
    public String experiment(String name) {
        return findExperiment(name).orElseGet(() -> {
            try {
                return post("experiments/create", object().put("name", name))
                        .path("experiment_id")
                        .asText();
            } catch (RegistryFailure e) {
                return findExperiment(name).orElseThrow(() -> e); // somebody else was faster
            }
        });
    }

    public Tracked start(String experimentId, String name, Map<String, String> tags) {
        ObjectNode body = object().put("experiment_id", experimentId)
                .put("run_name", name)
                .put("start_time", clock.millis());
        body.set("tags", pairs(List.copyOf(tags.entrySet())));
        JsonNode info = post("runs/create", body).path("run").path("info");
        return new Tracked(
                info.path("run_id").asText(),
                URI.create(info.path("artifact_uri").asText()));
    }

    public void logParams(Tracked run, Map<String, String> params) {
        for (List<Map.Entry<String, String>> part : parts(List.copyOf(params.entrySet()), PARAMS_PER_CALL)) {
            ObjectNode body = object().put("run_id", run.id());
            body.set("params", pairs(part));
            post("runs/log-batch", body);
        }
    }

    public void logMetrics(Tracked run, List<Metric> metrics) {
        for (List<Metric> part : parts(metrics, METRICS_PER_CALL)) {
            ObjectNode body = object().put("run_id", run.id());
            ArrayNode array = body.putArray("metrics");
            for (Metric metric : part) {
                ObjectNode json = array.addObject()
                        .put("key", metric.key())
                        .put("timestamp", metric.time().toEpochMilli())
                        .put("step", metric.step());
                if (Double.isFinite(metric.value())) {
                    json.put("value", metric.value());
                } else {
                    json.put("value", Double.toString(metric.value()));
                }
            }
            post("runs/log-batch", body);
        }
    }

    public void setTags(Tracked run, Map<String, String> tags) {
        for (List<Map.Entry<String, String>> part : parts(List.copyOf(tags.entrySet()), PARAMS_PER_CALL)) {
            ObjectNode body = object().put("run_id", run.id());
            body.set("tags", pairs(part));
            post("runs/log-batch", body);
        }
    }

    /**
     * Notes what a run learns from.
     *
     * @param digest tells apart states of the dataset, at most 36 characters
     * @param source where it is, in JSON
     */
    public void logDataset(Tracked run, String name, String digest, String source) {
        ObjectNode body = object().put("run_id", run.id());
        ObjectNode input = body.putArray("datasets").addObject();
        input.putObject("dataset")
                .put("name", name)
                .put("digest", digest)
                .put("source_type", "iceberg")
                .put("source", source);
        input.putArray("tags").addObject().put("key", "mlflow.data.context").put("value", "training");
        post("runs/log-inputs", body);
    }

    /** Uploads a file; names in {@code path} are separated by slashes. */
    public void upload(Tracked run, String path, Path file) {
        if (!"mlflow-artifacts".equals(run.artifacts().getScheme())) {
            throw new RegistryFailure("the tracking server keeps artifacts at " + run.artifacts()
                    + ", and only mlflow-artifacts: can be uploaded to over HTTP; start it with --serve-artifacts");
        }
        String place = run.artifacts().getRawPath().replaceAll("^/+", "") + "/"
                + encoded(path).replace("%2F", "/");
        try {
            send(request("/api/2.0/mlflow-artifacts/artifacts/" + place).PUT(HttpRequest.BodyPublishers.ofFile(file)));
        } catch (IOException e) {
            throw new RegistryFailure("cannot read " + file, e);
        }
    }

    public void end(Tracked run, RunStatus status) {
        post(
                "runs/update",
                object().put("run_id", run.id()).put("status", status.name()).put("end_time", clock.millis()));
    }

    /** The values of a metric as the server has them, in its order. */
    public List<Double> history(Tracked run, String key) {
        List<Double> values = new ArrayList<>();
        send(request(API + "metrics/get-history?run_id=" + encoded(run.id()) + "&metric_key=" + encoded(key))
                        .GET())
                .path("metrics")
                .forEach(metric -> values.add(metric.path("value").asDouble()));
        return values;
    }

    /** The run as the server has it, in MLflow's JSON. */
    public JsonNode read(Tracked run) {
        return send(request(API + "runs/get?run_id=" + encoded(run.id())).GET()).path("run");
    }

    private Optional<String> findExperiment(String name) {
        HttpResponse<String> response =
                exchange(request(API + "experiments/get-by-name?experiment_name=" + encoded(name))
                        .GET());
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(
                json(response).path("experiment").path("experiment_id").asText());
    }

    private JsonNode post(String call, ObjectNode body) {
        return send(request(API + call)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE);
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        return request;
    }

    private JsonNode send(HttpRequest.Builder request) {
        return json(exchange(request));
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new RegistryFailure("the tracking server answered " + response.statusCode() + " to "
                    + response.request().uri().getPath() + ": " + response.body());
        }
        try {
            return JSON.readTree(response.body().isBlank() ? "{}" : response.body());
        } catch (IOException e) {
            throw new RegistryFailure("the tracking server's answer is not JSON", e);
        }
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryFailure("the tracking server at " + server + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryFailure("interrupted while tracking", e);
        }
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static ArrayNode pairs(List<Map.Entry<String, String>> pairs) {
        ArrayNode array = JSON.createArrayNode();
        pairs.forEach(pair -> array.addObject().put("key", pair.getKey()).put("value", pair.getValue()));
        return array;
    }

    private static <T> List<List<T>> parts(List<T> all, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return parts;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
