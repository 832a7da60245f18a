package io.sluice.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.Experiment;
import io.sluice.registry.LoggedModel;
import io.sluice.registry.Metric;
import io.sluice.registry.Run;

/** Experiments, runs and logged models in MLflow's JSON shapes. */
final class TrackingJson {
    private static final String ARTIFACTS = "mlflow-artifacts:/";

    private TrackingJson() {}

    static ObjectNode experiment(Experiment experiment) {
        ObjectNode json = Json.object()
                .put("experiment_id", experiment.id())
                .put("name", experiment.name())
                .put("artifact_location", ARTIFACTS + experiment.artifacts())
                .put("lifecycle_stage", experiment.lifecycle().word())
                .put("creation_time", Json.millis(experiment.created()))
                .put("last_update_time", Json.millis(experiment.updated()));
        json.set("tags", Json.pairs(experiment.tags()));
        return json;
    }

    static ObjectNode run(Run run) {
        ObjectNode json = Json.object();
        json.set("info", runInfo(run));
        ObjectNode data = json.putObject("data");
        ArrayNode metrics = data.putArray("metrics");
        run.metrics().values().forEach(metric -> metrics.add(metric(metric)));
        data.set("params", Json.pairs(run.params()));
        data.set("tags", Json.pairs(run.tags()));
        ObjectNode inputs = json.putObject("inputs");
        ArrayNode datasets = inputs.putArray("dataset_inputs");
        run.datasets().forEach(dataset -> datasets.add(parsed(dataset)));
        ArrayNode read = inputs.putArray("model_inputs");
        ArrayNode written = json.putObject("outputs").putArray("model_outputs");
        for (Run.ModelUse use : run.models()) {
            if (use.role() == Run.Role.INPUT) {
                read.addObject().put("model_id", use.loggedModel());
            } else {
                written.addObject().put("model_id", use.loggedModel()).put("step", Long.toString(use.step()));
            }
        }
        return json;
    }

    static ObjectNode runInfo(Run run) {
        ObjectNode info = Json.object()
                .put("run_id", run.id())
                .put("run_uuid", run.id())
                .put("run_name", run.name())
                .put("experiment_id", run.experimentId())
                .put("user_id", run.user())
                .put("status", run.status().name())
                .put("start_time", Json.millis(run.started()))
                .put("artifact_uri", ARTIFACTS + run.artifacts())
                .put("lifecycle_stage", run.lifecycle().word());
        run.ended().ifPresent(ended -> info.put("end_time", Json.millis(ended)));
        return info;
    }

    static ObjectNode metric(Metric metric) {
        ObjectNode json = Json.object()
                .put("key", metric.key())
                .put("timestamp", Json.millis(metric.time()))
                .put("step", Long.toString(metric.step()));
        // Jackson would write a bare NaN; protobuf's JSON has it as a text.
        if (Double.isFinite(metric.value())) {
            json.put("value", metric.value());
        } else {
            json.put("value", Double.toString(metric.value()));
        }
        putUnlessEmpty(json, "model_id", metric.on().loggedModel());
        putUnlessEmpty(json, "dataset_name", metric.on().datasetName());
        putUnlessEmpty(json, "dataset_digest", metric.on().datasetDigest());
        return json;
    }

    static ObjectNode loggedModel(LoggedModel model) {
        ObjectNode json = Json.object();
        ObjectNode info = json.putObject("info")
                .put("model_id", model.id())
                .put("experiment_id", model.experimentId())
                .put("name", model.name())
                .put("creation_timestamp_ms", Json.millis(model.created()))
                .put("last_updated_timestamp_ms", Json.millis(model.updated()))
                .put("artifact_uri", ARTIFACTS + model.artifacts())
                .put("status", "LOGGED_MODEL_" + model.status());
        putUnlessEmpty(info, "model_type", model.modelType());
        putUnlessEmpty(info, "source_run_id", model.sourceRun());
        info.set("tags", Json.pairs(model.tags()));
        ObjectNode data = json.putObject("data");
        data.set("params", Json.pairs(model.params()));
        ArrayNode metrics = data.putArray("metrics");
        model.metrics()
                .forEach(measured -> metrics.add(metric(measured.metric()).put("run_id", measured.runId())));
        return json;
    }

    private static com.fasterxml.jackson.databind.JsonNode parsed(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a dataset was stored that is not JSON: " + json, e);
        }
    }

    private static void putUnlessEmpty(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
