package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.Experiment;
import io.sluice.registry.Metric;
import io.sluice.registry.Run;
import io.sluice.registry.RunStatus;
import io.sluice.registry.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** MLflow's calls about experiments and runs. */
final class TrackingCalls {
    private static final int MOST_RESULTS = 1000;

    private final Runs runs;

    TrackingCalls(Runs runs) {
        this.runs = runs;
    }

    void addTo(Routes routes) {
        routes.post("experiments/create", this::createExperiment);
        routes.get("experiments/get", this::experiment);
        routes.get("experiments/get-by-name", this::experimentByName);
        routes.both("experiments/search", this::experiments);
        routes.get("experiments/list", this::experiments);
        routes.post("runs/create", this::createRun);
        routes.get("runs/get", request -> wrapped("run", Json.run(run(request))));
        routes.post("runs/update", this::updateRun);
        routes.post("runs/log-metric", this::logMetric);
        routes.post("runs/log-parameter", this::logParameter);
        routes.post("runs/log-batch", this::logBatch);
        routes.post("runs/set-tag", this::setTag);
        routes.post("runs/search", this::searchRuns);
        routes.get("metrics/get-history", this::history);
        routes.get("artifacts/list", this::artifacts);
    }

    private ObjectNode createExperiment(Request request) {
        String name = request.text("name");
        Experiment created = runs.createExperiment(name, request.pairs("tags"))
                .orElseThrow(() -> ApiError.exists("experiment " + name));
        return Json.object().put("experiment_id", created.id());
    }

    private ObjectNode experiment(Request request) {
        String id = request.text("experiment_id");
        return wrapped(
                "experiment",
                Json.experiment(runs.experiment(id).orElseThrow(() -> ApiError.missing("experiment " + id))));
    }

    private ObjectNode experimentByName(Request request) {
        String name = request.text("experiment_name");
        return wrapped(
                "experiment",
                Json.experiment(
                        runs.findExperimentNamed(name).orElseThrow(() -> ApiError.missing("experiment " + name))));
    }

    private ObjectNode experiments(Request request) {
        request.optional("filter").ifPresent(filter -> {
            throw ApiError.invalid("filters on experiments are not supported: " + filter);
        });
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("experiments");
        runs.experiments().forEach(experiment -> found.add(Json.experiment(experiment)));
        return answer;
    }

    private ObjectNode createRun(Request request) {
        String experiment = request.optional("experiment_id").orElse("0");
        if (runs.experiment(experiment).isEmpty()) {
            throw ApiError.missing("experiment " + experiment);
        }
        Map<String, String> tags = new TreeMap<>(request.pairs("tags"));
        request.optional("user_id").ifPresent(user -> tags.putIfAbsent("mlflow.user", user));
        String name = request.optional("run_name").orElse(tags.getOrDefault("mlflow.runName", "run"));
        tags.put("mlflow.runName", name);
        Run run = runs.startRun(experiment, name, Instant.ofEpochMilli(request.number("start_time", 0)), tags);
        return wrapped("run", Json.run(run));
    }

    private ObjectNode updateRun(Request request) {
        Run run = run(request);
        RunStatus status = request.optional("status").map(TrackingCalls::status).orElse(run.status());
        Optional<Instant> ended =
                request.optional("end_time").map(time -> Instant.ofEpochMilli(request.number("end_time", 0)));
        Run updated = runs.update(run.id(), status, ended, request.optional("run_name"));
        return wrapped("run_info", Json.runInfo(updated));
    }

    private ObjectNode logMetric(Request request) {
        runs.logMetric(run(request).id(), metric(request));
        return Json.object();
    }

    private ObjectNode logParameter(Request request) {
        runs.logParam(
                run(request).id(),
                request.text("key"),
                request.optional("value").orElse(""));
        return Json.object();
    }

    private ObjectNode logBatch(Request request) {
        List<Metric> metrics =
                request.all("metrics").stream().map(TrackingCalls::metric).toList();
        runs.logBatch(run(request).id(), request.pairs("params"), metrics, request.pairs("tags"));
        return Json.object();
    }

    private ObjectNode setTag(Request request) {
        runs.setTag(
                run(request).id(),
                request.text("key"),
                request.optional("value").orElse(""));
        return Json.object();
    }

    private ObjectNode searchRuns(Request request) {
        RunSearch search = RunSearch.parse(request.optional("filter").orElse(""), request.texts("order_by"));
        List<Run> candidates = request.texts("experiment_ids").stream()
                .flatMap(experiment -> runs.runsOf(experiment).stream())
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("runs");
        search.apply(candidates).stream()
                .limit(request.number("max_results", MOST_RESULTS))
                .forEach(run -> found.add(Json.run(run)));
        return answer;
    }

    private ObjectNode history(Request request) {
        ObjectNode answer = Json.object();
        ArrayNode metrics = answer.putArray("metrics");
        runs.history(run(request).id(), request.text("metric_key")).forEach(metric -> metrics.add(Json.metric(metric)));
        return answer;
    }

    private ObjectNode artifacts(Request request) {
        ObjectNode answer = Json.object()
                .put("root_uri", Json.runInfo(run(request)).get("artifact_uri").asText());
        answer.putArray("files"); // files belong to versions, not to runs
        return answer;
    }

    private Run run(Request request) {
        String id = request.optional("run_id").orElseGet(() -> request.text("run_uuid"));
        return runs.run(id).orElseThrow(() -> ApiError.missing("run " + id));
    }

    private static Metric metric(Request request) {
        return new Metric(
                request.text("key"),
                request.real("value"),
                request.number("step", 0),
                Instant.ofEpochMilli(request.number("timestamp", 0)));
    }

    private static RunStatus status(String name) {
        try {
            return RunStatus.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("unknown status " + name);
        }
    }

    private static ObjectNode wrapped(String name, ObjectNode inner) {
        ObjectNode answer = Json.object();
        answer.set(name, inner);
        return answer;
    }
}
