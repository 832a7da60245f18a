package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.sluice.registry.Experiment;
import io.sluice.registry.Experiments;
import io.sluice.registry.Lifecycle;
import io.sluice.registry.Query;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MLflow's calls about experiments. */
final class ExperimentCalls {
    private static final int USUAL_PAGE = 1_000;
    private static final int LARGEST_PAGE = 50_000;

    private final Experiments experiments;

    ExperimentCalls(Experiments experiments) {
        this.experiments = experiments;
    }

    void addTo(Routes routes) {
        routes.create("experiments/create", Access.TRAIN, this::create);
        routes.get("experiments/get", this::get);
        routes.get("experiments/get-by-name", this::byName);
        routes.read(HandlerType.GET, "experiments/search", this::search);
        routes.read(HandlerType.POST, "experiments/search", this::search);
        routes.get("experiments/list", this::search);
        routes.post("experiments/delete", request -> moved(request, Lifecycle.DELETED));
        routes.post("experiments/restore", request -> moved(request, Lifecycle.ACTIVE));
        routes.post("experiments/update", this::rename);
        routes.post("experiments/set-experiment-tag", this::setTag);
        routes.post("experiments/delete-experiment-tag", this::deleteTag);
    }

    private ObjectNode create(Request request) {
        String name = request.text("name");
        Limits.name("name", name);
        request.optional("artifact_location").ifPresent(location -> {
            throw request.wrong(
                    "artifact_location",
                    "this server keeps artifacts itself, below mlflow-artifacts:/; leave the location out");
        });
        Map<String, String> tags = request.pairs("tags");
        Limits.experimentTags(tags);
        Experiment created = experiments
                .create(name, tags)
                .orElseThrow(() -> ApiError.exists("Experiment(name=" + name + ") already exists. It may be a deleted"
                        + " one: restore it, or take another name."));
        return Json.object().put("experiment_id", created.id());
    }

    private ObjectNode get(Request request) {
        String id = request.text("experiment_id");
        return Json.wrapped(
                "experiment",
                TrackingJson.experiment(experiments
                        .find(id)
                        .orElseThrow(() -> ApiError.missing("No Experiment with id=" + id + " exists"))));
    }

    private ObjectNode byName(Request request) {
        String name = request.text("experiment_name");
        return Json.wrapped(
                "experiment",
                TrackingJson.experiment(experiments
                        .findNamed(name)
                        .orElseThrow(() -> ApiError.missing("Could not find experiment with name '" + name + "'"))));
    }

    private ObjectNode search(Request request) {
        Paging paging = Paging.of(request, USUAL_PAGE, LARGEST_PAGE);
        Query query = paging.query(request, lifecycles(request, "view_type"));
        return Json.page("experiments", experiments.search(query), paging, TrackingJson::experiment);
    }

    private ObjectNode moved(Request request, Lifecycle to) {
        experiments.move(request.text("experiment_id"), to);
        return Json.object();
    }

    private ObjectNode rename(Request request) {
        String name = request.text("new_name");
        Limits.name("new_name", name);
        experiments.rename(request.text("experiment_id"), name);
        return Json.object();
    }

    private ObjectNode setTag(Request request) {
        String value = request.given("value").orElse("");
        Limits.experimentTags(Map.of(request.text("key"), value));
        experiments.setTag(request.text("experiment_id"), request.text("key"), value);
        return Json.object();
    }

    private ObjectNode deleteTag(Request request) {
        experiments.removeTag(request.text("experiment_id"), request.text("key"));
        return Json.object();
    }

    static Set<Lifecycle> lifecycles(Request request, String name) {
        String view = request.optional(name).orElse("ACTIVE_ONLY");
        return switch (view) {
            case "ACTIVE_ONLY" -> Set.of(Lifecycle.ACTIVE);
            case "DELETED_ONLY" -> Set.of(Lifecycle.DELETED);
            case "ALL" -> Set.of(Lifecycle.values());
            default -> throw request.wrong(name, "it is one of " + List.of("ACTIVE_ONLY", "DELETED_ONLY", "ALL"));
        };
    }
}
