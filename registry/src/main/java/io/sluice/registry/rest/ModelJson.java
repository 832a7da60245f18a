package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.RegisteredModel;
import java.util.Optional;

/** Registered models and versions in MLflow's JSON shapes. */
final class ModelJson {
    private ModelJson() {}

    /** @param latest Sluice knows no stages, so there is one latest version or none */
    static ObjectNode model(RegisteredModel model, Optional<ModelVersion> latest) {
        ObjectNode json = Json.object()
                .put("name", model.name())
                .put("creation_timestamp", Json.millis(model.created()))
                .put("last_updated_timestamp", Json.millis(model.updated()))
                .put("description", model.description());
        ArrayNode versions = json.putArray("latest_versions");
        latest.ifPresent(version -> versions.add(version(version, model)));
        json.set("tags", Json.pairs(model.tags()));
        ArrayNode aliases = json.putArray("aliases");
        model.aliases()
                .forEach((alias, version) ->
                        aliases.addObject().put("alias", alias).put("version", version));
        return json;
    }

    static ObjectNode version(ModelVersion version, RegisteredModel model) {
        ObjectNode json = Json.object()
                .put("name", version.model())
                .put("version", version.version())
                .put("creation_timestamp", Json.millis(version.created()))
                .put("last_updated_timestamp", Json.millis(version.updated()))
                .put("current_stage", "None")
                .put("description", version.description())
                .put("source", source(version))
                .put("run_id", version.runId())
                .put("run_link", version.origin().runLink())
                .put("model_id", version.origin().loggedModel())
                .put("status", "READY");
        json.set("tags", Json.pairs(version.tags()));
        ArrayNode aliases = json.putArray("aliases");
        model.aliases().forEach((alias, named) -> {
            if (named.equals(version.version())) {
                aliases.add(alias);
            }
        });
        return json;
    }

    /** Where its sealed files are. */
    static String sealed(ModelVersion version) {
        return "mlflow-artifacts:/models/" + version.model() + "/" + version.version();
    }

    private static String source(ModelVersion version) {
        return version.origin().source().isEmpty()
                ? sealed(version)
                : version.origin().source();
    }
}
