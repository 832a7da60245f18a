package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.Cause;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.MoveResult;
import io.sluice.registry.RegisteredModel;
import io.sluice.registry.Registry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MLflow's calls about registered models, versions and aliases. */
final class ModelCalls {
    private static final Cause FACADE = Cause.of("mlflow-client", "set over MLflow's REST protocol");
    private static final Pattern SEARCH =
            Pattern.compile("\\s*(name|run_id|source_path)\\s*=\\s*['\"]([^'\"]*)['\"]\\s*");

    /** Python's client adds this to leave out prompts, of which this registry has none. */
    private static final Pattern NO_PROMPTS =
            Pattern.compile("(\\s*AND\\s+)?tags?\\.[`\"]mlflow\\.prompt\\.is_prompt[`\"]\\s*!=\\s*'true'\\s*");

    private final Registry registry;

    ModelCalls(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.post("registered-models/create", this::create);
        routes.get("registered-models/get", request -> wrapped("registered_model", json(model(request))));
        routes.get("registered-models/search", this::searchModels);
        routes.get("registered-models/list", this::searchModels);
        routes.both("registered-models/get-latest-versions", this::latestVersions);
        routes.post("registered-models/set-tag", this::tagModel);
        routes.get("registered-models/alias", this::versionOfAlias);
        routes.post("registered-models/alias", this::setAlias);
        routes.delete("registered-models/alias", this::removeAlias);
        routes.get("model-versions/get", request -> wrapped("model_version", json(version(request))));
        routes.get("model-versions/search", this::searchVersions);
        routes.get("model-versions/get-download-uri", request -> Json.object()
                .put("artifact_uri", Json.source(version(request))));
        routes.post("model-versions/set-tag", this::tagVersion);
    }

    private ObjectNode create(Request request) {
        String name = request.text("name");
        if (!registry.createModel(name)) {
            throw ApiError.exists("registered model " + name);
        }
        request.pairs("tags").forEach((key, value) -> registry.tagModel(name, key, value));
        return wrapped("registered_model", json(model(request)));
    }

    private ObjectNode searchModels(Request request) {
        Predicate<RegisteredModel> filter = filter(request)
                .map(ModelCalls::condition)
                .<Predicate<RegisteredModel>>map(condition -> model ->
                        condition.field().equals("name") && model.name().equals(condition.value()))
                .orElse(model -> true);
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("registered_models");
        registry.models().stream().filter(filter).forEach(model -> found.add(json(model)));
        return answer;
    }

    private ObjectNode latestVersions(Request request) {
        RegisteredModel model = model(request);
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("model_versions");
        latest(model).forEach(version -> found.add(Json.version(version, model)));
        return answer;
    }

    private ObjectNode tagModel(Request request) {
        registry.tagModel(
                model(request).name(),
                request.text("key"),
                request.optional("value").orElse(""));
        return Json.object();
    }

    private ObjectNode versionOfAlias(Request request) {
        String alias = request.text("alias");
        String named = registry.alias(model(request).name(), alias)
                .orElseThrow(() -> ApiError.invalid("Registered model alias " + alias + " not found."));
        return wrapped("model_version", json(version(request.text("name"), named)));
    }

    private ObjectNode setAlias(Request request) {
        ModelVersion version = version(request);
        requireMovable(request.text("alias"));
        return settled(registry.forcePromote(version.model(), request.text("alias"), version.version(), FACADE));
    }

    private ObjectNode removeAlias(Request request) {
        requireMovable(request.text("alias"));
        return settled(registry.removeAlias(model(request).name(), request.text("alias"), FACADE));
    }

    private ObjectNode searchVersions(Request request) {
        Condition condition = filter(request).map(ModelCalls::condition).orElse(new Condition("name", ""));
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("model_versions");
        registry.models().stream()
                .filter(model -> !condition.field().equals("name")
                        || condition.value().isEmpty()
                        || model.name().equals(condition.value()))
                .flatMap(model -> newestFirst(model).stream())
                .filter(condition::holdsFor)
                .forEach(version -> found.add(json(version)));
        return answer;
    }

    private ObjectNode tagVersion(Request request) {
        ModelVersion version = version(request);
        if (request.text("key").startsWith("sluice.")) {
            throw new ApiError(ApiError.Code.PERMISSION_DENIED, "tags that begin with sluice. are Sluice's own");
        }
        registry.tagVersion(
                version.model(),
                version.version(),
                request.text("key"),
                request.optional("value").orElse(""));
        return Json.object();
    }

    private RegisteredModel model(Request request) {
        return model(request.text("name"));
    }

    private RegisteredModel model(String name) {
        return registry.model(name).orElseThrow(() -> ApiError.missing("registered model " + name));
    }

    private ModelVersion version(Request request) {
        return version(request.text("name"), request.text("version"));
    }

    private ModelVersion version(String model, String version) {
        return registry.version(model, version)
                .orElseThrow(() -> ApiError.missing("version " + version + " of model " + model));
    }

    private ObjectNode json(RegisteredModel model) {
        return Json.model(model, latest(model));
    }

    private ObjectNode json(ModelVersion version) {
        return Json.version(version, model(version.model()));
    }

    /** The newest version, in a list, or nothing: Sluice knows no stages, so there is one. */
    private List<ModelVersion> latest(RegisteredModel model) {
        return newestFirst(model).stream().limit(1).toList();
    }

    private List<ModelVersion> newestFirst(RegisteredModel model) {
        List<ModelVersion> versions = new ArrayList<>(registry.versions(model.name()));
        Collections.reverse(versions);
        return versions;
    }

    private static void requireMovable(String alias) {
        if (alias.equals(Registry.CHAMPION)) {
            throw new ApiError(
                    ApiError.Code.PERMISSION_DENIED, "the champion moves by a verdict only; see /api/sluice/v1");
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

    private static Optional<String> filter(Request request) {
        return request.optional("filter")
                .map(text -> NO_PROMPTS.matcher(text).replaceAll(""))
                .filter(text -> !text.isBlank());
    }

    private static Condition condition(String filter) {
        Matcher matcher = SEARCH.matcher(filter);
        if (!matcher.matches()) {
            throw ApiError.invalid("Invalid filter: " + filter);
        }
        return new Condition(matcher.group(1), matcher.group(2));
    }

    private record Condition(String field, String value) {
        private boolean holdsFor(ModelVersion version) {
            return switch (field) {
                case "run_id" -> version.runId().equals(value);
                case "source_path" -> Json.source(version).equals(value);
                default -> true;
            };
        }
    }

    private static ObjectNode wrapped(String name, ObjectNode inner) {
        ObjectNode answer = Json.object();
        answer.set(name, inner);
        return answer;
    }
}
