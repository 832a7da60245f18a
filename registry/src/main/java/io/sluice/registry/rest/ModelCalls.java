package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.sluice.registry.Cause;
import io.sluice.registry.Lifecycle;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.MoveResult;
import io.sluice.registry.RegisteredModel;
import io.sluice.registry.Registry;
import java.util.Map;
import java.util.Set;

/** MLflow's calls about registered models and their aliases. The champion is read-only here. */
final class ModelCalls {
    static final Cause FACADE = Cause.of("mlflow-client", "asked for over MLflow's REST protocol");

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final Registry registry;

    ModelCalls(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.create("registered-models/create", Access.TRAIN, this::create);
        routes.get("registered-models/get", request -> wrapped(model(request)));
        routes.get("registered-models/search", this::search);
        routes.get("registered-models/list", this::search);
        routes.get("registered-models/get-latest-versions", this::latestVersions);
        routes.read(HandlerType.POST, "registered-models/get-latest-versions", this::latestVersions);
        routes.write(HandlerType.PATCH, "registered-models/update", Access.TRAIN, this::update);
        routes.post("registered-models/rename", this::rename);
        routes.write(HandlerType.DELETE, "registered-models/delete", Access.TRAIN, this::delete);
        routes.post("registered-models/set-tag", this::setTag);
        routes.write(HandlerType.DELETE, "registered-models/delete-tag", Access.TRAIN, this::deleteTag);
        routes.get("registered-models/alias", this::versionOfAlias);
        routes.post("registered-models/alias", this::setAlias);
        routes.write(HandlerType.DELETE, "registered-models/alias", Access.TRAIN, this::removeAlias);
    }

    private ObjectNode create(Request request) {
        String name = request.text("name");
        Map<String, String> tags = request.pairs("tags");
        Limits.modelTags(tags);
        if (!registry.createModel(name, request.given("description").orElse(""), tags)) {
            throw ApiError.exists("Registered Model (name=" + name + ") already exists.");
        }
        return wrapped(model(request));
    }

    private ObjectNode search(Request request) {
        Paging paging = Paging.of(request, USUAL_PAGE, LARGEST_PAGE);
        return Json.page(
                "registered_models",
                registry.searchModels(VersionCalls.withoutPrompts(request, paging, Set.of(Lifecycle.ACTIVE))),
                paging,
                this::json);
    }

    private ObjectNode latestVersions(Request request) {
        RegisteredModel model = model(request);
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("model_versions");
        if (request.texts("stages").isEmpty() || request.texts("stages").contains("None")) {
            registry.latestVersion(model.name()).ifPresent(version -> found.add(ModelJson.version(version, model)));
        }
        return answer;
    }

    private ObjectNode update(Request request) {
        registry.describeModel(
                request.text("name"), request.given("description").orElse(""));
        return wrapped(model(request));
    }

    private ObjectNode rename(Request request) {
        String to = request.text("new_name");
        registry.renameModel(request.text("name"), to, FACADE);
        return wrapped(model(to));
    }

    private ObjectNode delete(Request request) {
        registry.deleteModel(request.text("name"), FACADE);
        return Json.object();
    }

    private ObjectNode setTag(Request request) {
        String value = request.given("value").orElse("");
        Limits.modelTags(Map.of(request.text("key"), value));
        registry.tagModel(request.text("name"), request.text("key"), value);
        return Json.object();
    }

    private ObjectNode deleteTag(Request request) {
        registry.removeModelTag(request.text("name"), request.text("key"));
        return Json.object();
    }

    private ObjectNode versionOfAlias(Request request) {
        String alias = request.text("alias");
        RegisteredModel model = model(request);
        String named = registry.alias(model.name(), alias)
                .orElseThrow(() -> ApiError.invalid("Registered model alias " + alias + " not found."));
        ModelVersion version =
                registry.version(model.name(), named).orElseThrow(() -> VersionCalls.missing(model.name(), named));
        return Json.wrapped("model_version", ModelJson.version(version, model));
    }

    private ObjectNode setAlias(Request request) {
        String alias = request.text("alias");
        Limits.alias(alias);
        requireMovable(alias);
        String model = request.text("name");
        String version = VersionCalls.number(request);
        if (registry.version(model, version).isEmpty()) {
            throw VersionCalls.missing(model, version);
        }
        return settled(registry.forcePromote(model, alias, version, FACADE));
    }

    private ObjectNode removeAlias(Request request) {
        requireMovable(request.text("alias"));
        return settled(registry.removeAlias(model(request).name(), request.text("alias"), FACADE));
    }

    private RegisteredModel model(Request request) {
        return model(request.text("name"));
    }

    private RegisteredModel model(String name) {
        return registry.model(name)
                .orElseThrow(() -> ApiError.missing("Registered Model with name=" + name + " not found"));
    }

    private ObjectNode wrapped(RegisteredModel model) {
        return Json.wrapped("registered_model", json(model));
    }

    private ObjectNode json(RegisteredModel model) {
        return ModelJson.model(model, registry.latestVersion(model.name()));
    }

    private static void requireMovable(String alias) {
        if (alias.equals(Registry.CHAMPION)) {
            throw ApiError.denied("the champion moves by a verdict only; see /api/sluice/v1");
        }
    }

    private static ObjectNode settled(MoveResult result) {
        return result.match(moved -> Json.object(), refused -> {
            if (refused.reason() == MoveResult.Reason.ALREADY_THERE) {
                return Json.object();
            }
            throw ApiError.invalid(refused.detail());
        });
    }
}
