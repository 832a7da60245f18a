package io.sluice.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.sluice.registry.Lifecycle;
import io.sluice.registry.Metric;
import io.sluice.registry.Run;
import io.sluice.registry.Run.ModelUse;
import io.sluice.registry.Run.Role;
import io.sluice.registry.RunStatus;
import io.sluice.registry.Runs;
import io.sluice.registry.Runs.DatasetUse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MLflow's calls about runs. */
final class RunCalls {
    private static final int USUAL_PAGE = 1_000;
    private static final int LARGEST_PAGE = 50_000;
    private static final int LARGEST_HISTORY = 1_000_000;
    private static final String HISTORY_OF_MODELS = "mlflow.log-model.history";

    private final Runs runs;
    private final Clock clock;

    RunCalls(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.create("runs/create", Access.TRAIN, this::create);
        routes.get("runs/get", request -> Json.wrapped("run", TrackingJson.run(run(request))));
        routes.read(HandlerType.POST, "runs/search", this::search);
        routes.post("runs/update", this::update);
        routes.post("runs/delete", request -> moved(request, Lifecycle.DELETED));
        routes.post("runs/restore", request -> moved(request, Lifecycle.ACTIVE));
        routes.post("runs/log-metric", this::logMetric);
        routes.post("runs/log-parameter", this::logParam);
        routes.post("runs/log-batch", this::logBatch);
        routes.post("runs/log-model", this::logModel);
        routes.post("runs/log-inputs", this::logInputs);
        routes.post("runs/outputs", this::logOutputs);
        routes.post("runs/set-tag", this::setTag);
        routes.post("runs/delete-tag", this::deleteTag);
        routes.get("metrics/get-history", this::history);
    }

    private ObjectNode create(Request request) {
        Map<String, String> tags = new LinkedHashMap<>(request.pairs("tags"));
        Limits.tags(tags);
        String user = request.optional("user_id").orElseGet(() -> tags.getOrDefault("mlflow.user", "unknown"));
        String name = request.optional("run_name").orElseGet(() -> tags.getOrDefault("mlflow.runName", "run"));
        tags.put("mlflow.runName", name);
        Run run = runs.start(
                request.optional("experiment_id").orElse("0"),
                name,
                user,
                Instant.ofEpochMilli(request.number("start_time", clock.millis())),
                tags);
        return Json.wrapped("run", TrackingJson.run(run));
    }

    private ObjectNode search(Request request) {
        Paging paging = Paging.of(request, USUAL_PAGE, LARGEST_PAGE);
        return Json.page(
                "runs",
                runs.search(
                        request.texts("experiment_ids"),
                        paging.query(request, ExperimentCalls.lifecycles(request, "run_view_type"))),
                paging,
                TrackingJson::run);
    }

    private ObjectNode update(Request request) {
        Run updated = runs.update(
                id(request),
                request.optional("status").map(name -> status(request, name)),
                request.has("end_time")
                        ? Optional.of(Instant.ofEpochMilli(request.number("end_time")))
                        : Optional.empty(),
                request.optional("run_name"));
        return Json.wrapped("run_info", TrackingJson.runInfo(updated));
    }

    private ObjectNode moved(Request request, Lifecycle to) {
        runs.move(id(request), to);
        return Json.object();
    }

    private ObjectNode logMetric(Request request) {
        String run = id(request);
        Metric metric = metric(request);
        Limits.metric(metric);
        runs.logMetric(run, metric);
        return Json.object();
    }

    private ObjectNode logParam(Request request) {
        String run = id(request);
        Map<String, String> param =
                Map.of(request.text("key"), request.given("value").orElse(""));
        Limits.params(param);
        runs.logBatch(run, param, List.of(), Map.of());
        return Json.object();
    }

    private ObjectNode logBatch(Request request) {
        String run = id(request);
        List<Metric> metrics = new ArrayList<>();
        for (Request metric : request.all("metrics")) {
            for (String part : List.of("key", "value", "timestamp")) {
                if (!metric.has(part)) {
                    throw Request.missing("metrics[" + metrics.size() + "]." + part);
                }
            }
            metrics.add(metric(metric));
        }
        Map<String, String> params = params(request);
        Map<String, String> tags = request.pairs("tags");
        Limits.batch(metrics, params, tags);
        runs.logBatch(run, params, metrics, tags);
        return Json.object();
    }

    /** Parameters do not change, so one that comes twice with two values is an error in the batch. */
    private static Map<String, String> params(Request request) {
        Map<String, String> params = request.pairs("params");
        for (Request param : request.all("params")) {
            if (!params.get(param.text("key")).equals(param.given("value").orElse(""))) {
                throw ApiError.invalid("Duplicate parameter keys have been submitted: " + param.text("key"));
            }
        }
        return params;
    }

    private ObjectNode logModel(Request request) {
        String run = id(request);
        JsonNode model = parsed(request, request.text("model_json"));
        if (!model.hasNonNull("artifact_path") && !model.hasNonNull("model_uuid")) {
            throw ApiError.invalid("Invalid value for parameter 'model_json': it is an MLmodel's description");
        }
        JsonNode earlier = Optional.ofNullable(run(request).tags().get(HISTORY_OF_MODELS))
                .map(history -> parsed(request, history))
                .orElseGet(Json.MAPPER::createArrayNode);
        ArrayNode history = Json.MAPPER.createArrayNode();
        earlier.forEach(history::add);
        history.add(model);
        runs.setTag(run, HISTORY_OF_MODELS, history.toString());
        return Json.object();
    }

    private static JsonNode parsed(Request request, String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw request.wrong("model_json", "it is not JSON");
        }
    }

    private ObjectNode logInputs(Request request) {
        String run = id(request);
        List<DatasetUse> datasets = new ArrayList<>();
        for (Request input : request.all("datasets")) {
            Request dataset = input.object("dataset");
            String context = input.pairs("tags").getOrDefault("mlflow.data.context", "");
            datasets.add(new DatasetUse(
                    dataset.text("name"),
                    dataset.text("digest"),
                    context,
                    input.json().toString()));
        }
        Limits.datasets(datasets.size());
        runs.logDatasets(run, datasets);
        runs.logModels(run, uses(request, Role.INPUT));
        return Json.object();
    }

    private ObjectNode logOutputs(Request request) {
        runs.logModels(id(request), uses(request, Role.OUTPUT));
        return Json.object();
    }

    private static List<ModelUse> uses(Request request, Role role) {
        return request.all("models").stream()
                .map(use -> new ModelUse(role, use.text("model_id"), use.number("step", 0)))
                .toList();
    }

    private ObjectNode setTag(Request request) {
        String run = id(request);
        Map<String, String> tag =
                Map.of(request.text("key"), request.given("value").orElse(""));
        Limits.tags(tag);
        runs.logBatch(run, Map.of(), List.of(), tag);
        return Json.object();
    }

    private ObjectNode deleteTag(Request request) {
        runs.removeTag(id(request), request.text("key"));
        return Json.object();
    }

    private ObjectNode history(Request request) {
        Paging paging = Paging.of(request, LARGEST_HISTORY, LARGEST_HISTORY);
        String run = run(request).id();
        return Json.page(
                "metrics",
                runs.history(run, request.text("metric_key"), paging.size(), paging.offset()),
                paging,
                TrackingJson::metric);
    }

    private Run run(Request request) {
        String id = id(request);
        return runs.find(id).orElseThrow(() -> ApiError.missing("Run with id=" + id + " not found"));
    }

    private static String id(Request request) {
        return request.optional("run_id")
                .or(() -> request.optional("run_uuid"))
                .orElseThrow(() -> Request.missing("run_id"));
    }

    private static Metric metric(Request request) {
        return new Metric(
                request.text("key"),
                request.real("value"),
                request.number("step", 0),
                Instant.ofEpochMilli(request.number("timestamp")),
                new Metric.Subject(
                        request.optional("model_id").orElse(""),
                        request.optional("dataset_name").orElse(""),
                        request.optional("dataset_digest").orElse("")));
    }

    private static RunStatus status(Request request, String name) {
        try {
            return RunStatus.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw request.wrong("status", "it is one of " + List.of(RunStatus.values()));
        }
    }
}
