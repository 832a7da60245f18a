package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.sluice.registry.Lifecycle;
import io.sluice.registry.LoggedModel;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.ModelVersion.Origin;
import io.sluice.registry.Query;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MLflow's calls about the versions of registered models. */
final class VersionCalls {
    private static final int LARGEST_PAGE = 200_000;
    private static final Pattern RUN = Pattern.compile("runs:/([^/]+)/.+");
    private static final String PROMPT = "mlflow.prompt.is_prompt";

    private final Registry registry;

    VersionCalls(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.create("model-versions/create", Access.TRAIN, this::create);
        routes.get("model-versions/get", request -> wrapped(version(request)));
        routes.get("model-versions/search", this::search);
        routes.get("model-versions/get-download-uri", request -> Json.object()
                .put("artifact_uri", ModelJson.sealed(version(request))));
        routes.write(HandlerType.PATCH, "model-versions/update", Access.TRAIN, this::update);
        routes.write(HandlerType.DELETE, "model-versions/delete", Access.TRAIN, this::delete);
        routes.post("model-versions/set-tag", this::setTag);
        routes.write(HandlerType.DELETE, "model-versions/delete-tag", Access.TRAIN, this::deleteTag);
    }

    private ObjectNode create(Request request) {
        String source = request.text("source");
        Map<String, String> tags = request.pairs("tags");
        Limits.modelTags(tags);
        tags.keySet().forEach(VersionCalls::requireOwnTag);
        String model = request.optional("model_id").orElseGet(() -> loggedModelOf(source));
        ModelVersion created = registry.seal(
                request.text("name"),
                new Origin(
                        VersionKind.CANDIDATE,
                        request.optional("run_id").orElseGet(() -> runOf(source, model)),
                        source,
                        model,
                        request.optional("run_link").orElse(""),
                        ""),
                request.given("description").orElse(""),
                tags);
        return wrapped(created);
    }

    private ObjectNode search(Request request) {
        Paging paging = Paging.of(request, LARGEST_PAGE, LARGEST_PAGE);
        return Json.page(
                "model_versions",
                registry.searchVersions(withoutPrompts(request, paging, Set.of(Lifecycle.ACTIVE))),
                paging,
                this::json);
    }

    private ObjectNode update(Request request) {
        registry.describeVersion(
                request.text("name"),
                number(request),
                request.given("description").orElse(""));
        return wrapped(version(request));
    }

    private ObjectNode delete(Request request) {
        ModelVersion version = version(request);
        registry.model(version.model()).ifPresent(model -> model.aliases().forEach((alias, named) -> {
            if (named.equals(version.version()) && !alias.equals(Registry.CHAMPION)) {
                registry.removeAlias(model.name(), alias, ModelCalls.FACADE);
            }
        }));
        registry.deleteVersion(version.model(), version.version());
        return Json.object();
    }

    private ObjectNode setTag(Request request) {
        String key = request.text("key");
        String value = request.given("value").orElse("");
        requireOwnTag(key);
        Limits.modelTags(Map.of(key, value));
        registry.tagVersion(request.text("name"), number(request), key, value);
        return Json.object();
    }

    private ObjectNode deleteTag(Request request) {
        requireOwnTag(request.text("key"));
        registry.removeVersionTag(request.text("name"), number(request), request.text("key"));
        return Json.object();
    }

    private ModelVersion version(Request request) {
        String model = request.text("name");
        String version = number(request);
        return registry.version(model, version).orElseThrow(() -> missing(model, version));
    }

    private ObjectNode wrapped(ModelVersion version) {
        return Json.wrapped("model_version", json(version));
    }

    private ObjectNode json(ModelVersion version) {
        return ModelJson.version(version, registry.model(version.model()).orElseThrow());
    }

    static ApiError missing(String model, String version) {
        return ApiError.missing("Model Version (name=" + model + ", version=" + version + ") not found");
    }

    static String number(Request request) {
        String version =
                request.has("version") && request.json().path("version").isIntegralNumber()
                        ? Long.toString(request.number("version"))
                        : request.text("version");
        if (!version.matches("[0-9]{1,18}")) {
            throw ApiError.invalid("Parameter 'version' must be an integer, got '" + version + "'.");
        }
        return version;
    }

    /** Python's client asks to leave out prompts, of which this registry has none: that condition always holds. */
    static Query withoutPrompts(Request request, Paging paging, Set<Lifecycle> lifecycles) {
        List<Query.Condition> conditions = FilterGrammar.conditions(
                        request.given("filter").orElse(""))
                .stream()
                .filter(condition ->
                        !(condition.field().key().equals(PROMPT) && condition.operator() == Query.Operator.NOT_EQUAL))
                .toList();
        return paging.query(conditions, FilterGrammar.order(request.texts("order_by")), lifecycles);
    }

    private static void requireOwnTag(String key) {
        if (key.startsWith("sluice.")) {
            throw ApiError.denied("tags that begin with sluice. are Sluice's own");
        }
    }

    private String runOf(String source, String loggedModel) {
        Matcher run = RUN.matcher(source);
        return run.matches()
                ? run.group(1)
                : registry.loggedModels()
                        .find(loggedModel)
                        .map(LoggedModel::sourceRun)
                        .orElse("");
    }

    private static String loggedModelOf(String source) {
        return source.matches("models:/m-[0-9a-f]{32}") ? source.substring("models:/".length()) : "";
    }
}
