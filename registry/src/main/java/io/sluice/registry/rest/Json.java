package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.Experiment;
import io.sluice.registry.Metric;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.RegisteredModel;
import io.sluice.registry.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** MLflow's JSON shapes. 64-bit integers are strings, as protobuf's JSON has them. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode experiment(Experiment experiment) {
        ObjectNode json = object().put("experiment_id", experiment.id())
                .put("name", experiment.name())
                .put("artifact_location", "mlflow-artifacts:/experiments/" + experiment.id())
                .put("lifecycle_stage", "active")
                .put("creation_time", millis(experiment.created()))
                .put("last_update_time", millis(experiment.created()));
        json.set("tags", pairs(experiment.tags()));
        return json;
    }

    static ObjectNode run(Run run) {
        ObjectNode json = object();
        json.set("info", runInfo(run));
        ObjectNode data = json.putObject("data");
        ArrayNode metrics = data.putArray("metrics");
        run.metrics().values().forEach(metric -> metrics.add(metric(metric)));
        data.set("params", pairs(run.params()));
        data.set("tags", pairs(run.tags()));
        json.putObject("inputs");
        return json;
    }

    static ObjectNode runInfo(Run run) {
        ObjectNode info = object().put("run_id", run.id())
                .put("run_uuid", run.id())
                .put("run_name", run.name())
                .put("experiment_id", run.experimentId())
                .put("user_id", run.tags().getOrDefault("mlflow.user", ""))
                .put("status", run.status().name())
                .put("start_time", millis(run.started()))
                .put("artifact_uri", "mlflow-artifacts:/experiments/" + run.experimentId() + "/" + run.id())
                .put("lifecycle_stage", "active");
        run.ended().ifPresent(ended -> info.put("end_time", millis(ended)));
        return info;
    }

    static ObjectNode metric(Metric metric) {
        ObjectNode json = object().put("key", metric.key())
                .put("timestamp", millis(metric.time()))
                .put("step", Long.toString(metric.step()));
        // Jackson would write a bare NaN; protobuf's JSON has it as a string.
        return Double.isFinite(metric.value())
                ? json.put("value", metric.value())
                : json.put("value", Double.toString(metric.value()));
    }

    static ObjectNode model(RegisteredModel model, List<ModelVersion> latest) {
        ObjectNode json = object().put("name", model.name())
                .put("creation_timestamp", millis(model.created()))
                .put(
                        "last_updated_timestamp",
                        millis(
                                latest.isEmpty()
                                        ? model.created()
                                        : latest.get(0).created()));
        ArrayNode versions = json.putArray("latest_versions");
        latest.forEach(version -> versions.add(version(version, model)));
        json.set("tags", pairs(model.tags()));
        ArrayNode aliases = json.putArray("aliases");
        model.aliases()
                .forEach((alias, version) ->
                        aliases.addObject().put("alias", alias).put("version", version));
        return json;
    }

    static ObjectNode version(ModelVersion version, RegisteredModel model) {
        ObjectNode json = object().put("name", version.model())
                .put("version", version.version())
                .put("creation_timestamp", millis(version.created()))
                .put("last_updated_timestamp", millis(version.created()))
                .put("current_stage", "None")
                .put("description", "")
                .put("source", source(version))
                .put("run_id", version.runId())
                .put("status", "READY");
        json.set("tags", pairs(version.tags()));
        ArrayNode aliases = json.putArray("aliases");
        model.aliases().forEach((alias, named) -> {
            if (named.equals(version.version())) {
                aliases.add(alias);
            }
        });
        return json;
    }

    static String source(ModelVersion version) {
        return "mlflow-artifacts:/models/" + version.model() + "/" + version.version();
    }

    static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    private static ArrayNode pairs(Map<String, String> pairs) {
        ArrayNode array = MAPPER.createArrayNode();
        pairs.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
        return array;
    }
}
