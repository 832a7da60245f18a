package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.sluice.registry.Lifecycle;
import io.sluice.registry.LoggedModel;
import io.sluice.registry.LoggedModel.Status;
import io.sluice.registry.LoggedModels;
import io.sluice.registry.LoggedModels.Draft;
import io.sluice.registry.Query;
import io.sluice.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MLflow 3's calls about logged models. */
final class LoggedModelCalls {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final Registry registry;
    private final LoggedModels models;

    LoggedModelCalls(Registry registry) {
        this.registry = registry;
        this.models = registry.loggedModels();
    }

    void addTo(Routes routes) {
        routes.create("logged-models", Access.TRAIN, this::create);
        routes.read(HandlerType.POST, "logged-models/search", this::search);
        routes.get("logged-models/{model_id}", this::get);
        routes.write(HandlerType.PATCH, "logged-models/{model_id}", Access.TRAIN, this::finish);
        routes.write(HandlerType.DELETE, "logged-models/{model_id}", Access.TRAIN, this::delete);
        routes.write(HandlerType.PATCH, "logged-models/{model_id}/tags", Access.TRAIN, this::setTags);
        routes.write(HandlerType.DELETE, "logged-models/{model_id}/tags/{tag_key}", Access.TRAIN, this::deleteTag);
        routes.post("logged-models/{model_id}/params", this::logParams);
        routes.get("logged-models/{model_id}/artifacts/directories", this::artifacts);
    }

    private ObjectNode create(Request request) {
        Draft draft = new Draft(
                request.text("experiment_id"),
                request.optional("name").orElse("model"),
                request.optional("model_type").orElse(""),
                request.optional("source_run_id").orElse(""),
                request.pairs("params"),
                request.pairs("tags"));
        Limits.name("name", draft.name());
        if (draft.name().matches(".*[/:.%\"'].*")) {
            throw request.wrong("name", "it may not hold any of / : . % \" '");
        }
        Limits.params(draft.params());
        Limits.tags(draft.tags());
        return wrapped(models.create(draft));
    }

    private ObjectNode get(Request request) {
        return wrapped(model(request));
    }

    private ObjectNode search(Request request) {
        Paging paging = Paging.of(request, USUAL_PAGE, LARGEST_PAGE);
        List<Query.Order> order = request.all("order_by").stream()
                .map(each ->
                        new Query.Order(FilterGrammar.field(each.text("field_name")), each.flag("ascending", true)))
                .toList();
        Query query = paging.query(
                FilterGrammar.conditions(request.given("filter").orElse("")), order, Set.of(Lifecycle.ACTIVE));
        return Json.page(
                "models", models.search(request.texts("experiment_ids"), query), paging, TrackingJson::loggedModel);
    }

    private ObjectNode finish(Request request) {
        String status = request.text("status").replace("LOGGED_MODEL_", "");
        if (!Set.of("READY", "UPLOAD_FAILED").contains(status)) {
            throw request.wrong("status", "a model ends as LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED");
        }
        return wrapped(models.finish(request.text("model_id"), Status.valueOf(status)));
    }

    private ObjectNode delete(Request request) {
        models.delete(request.text("model_id"));
        return Json.object();
    }

    private ObjectNode setTags(Request request) {
        Map<String, String> tags = request.pairs("tags");
        Limits.tags(tags);
        return wrapped(models.setTags(request.text("model_id"), tags));
    }

    private ObjectNode deleteTag(Request request) {
        models.removeTag(request.text("model_id"), request.text("tag_key"));
        return Json.object();
    }

    private ObjectNode logParams(Request request) {
        Map<String, String> params = request.pairs("params");
        Limits.params(params);
        models.logParams(request.text("model_id"), params);
        return Json.object();
    }

    private ObjectNode artifacts(Request request) {
        String root = model(request).artifacts();
        String directory = request.optional("artifact_directory_path").orElse("");
        String path = directory.isEmpty() ? root : root + "/" + directory;
        ObjectNode answer = Json.object().put("root_uri", "mlflow-artifacts:/" + root);
        answer.set("files", Json.level(registry.artifacts().below(path), directory.isEmpty() ? "" : directory + "/"));
        return answer;
    }

    private LoggedModel model(Request request) {
        String id = request.text("model_id");
        return models.find(id)
                .filter(model -> model.lifecycle() == Lifecycle.ACTIVE || request.flag("allow_deleted", false))
                .orElseThrow(() -> ApiError.missing("Logged model with ID '" + id + "' not found."));
    }

    private static ObjectNode wrapped(LoggedModel model) {
        return Json.wrapped("model", TrackingJson.loggedModel(model));
    }
}
