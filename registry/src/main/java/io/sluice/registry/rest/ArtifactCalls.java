package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.registry.ArtifactTree;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.Registry;
import io.sluice.registry.StoredFile;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MLflow's artifact calls and its {@code mlflow-artifacts} proxy. What lies below {@code models/NAME/VERSION} is sealed;
 * everything else is a path in a table. No path from a request reaches a file system.
 */
final class ArtifactCalls {
    private static final Pattern SEALED = Pattern.compile("models/([^/]+)/([^/]+)(?:/(.*))?");

    private final Registry registry;
    private final long largestBytes;

    ArtifactCalls(Registry registry, long largestBytes) {
        this.registry = registry;
        this.largestBytes = largestBytes;
    }

    void addTo(Routes routes) {
        routes.get("artifacts/list", this::listOfRun);
    }

    void addProxyTo(Routes routes) {
        routes.get("artifacts", request -> list(request.given("path").orElse("")));
        routes.add(HandlerType.GET, "artifacts/<path>", context -> send(context, path(context)), Access.READ);
        routes.add(HandlerType.PUT, "artifacts/<path>", this::upload, Access.TRAIN);
        routes.add(HandlerType.DELETE, "artifacts/<path>", this::delete, Access.TRAIN);
    }

    /** What MLflow's own pages fetch. */
    void addPagesTo(Routes routes) {
        routes.add(
                HandlerType.GET,
                "get-artifact",
                context -> {
                    Request request = Request.of(context);
                    send(context, below(rootOfRun(request), safe(request.text("path"))));
                },
                Access.READ);
        routes.add(
                HandlerType.GET,
                "model-versions/get-artifact",
                context -> {
                    Request request = Request.of(context);
                    String path = safe(request.text("path"));
                    send(context, "models/" + request.text("name") + "/" + request.text("version") + "/" + path);
                },
                Access.READ);
    }

    private ObjectNode listOfRun(Request request) {
        String root = rootOfRun(request);
        String path = request.optional("path").orElse("");
        ObjectNode answer = Json.object().put("root_uri", "mlflow-artifacts:/" + root);
        answer.set("files", Json.level(files(below(root, path)), path.isEmpty() ? "" : path + "/"));
        return answer;
    }

    /** One level below a path; unknown places are empty, as MLflow has it. */
    private ObjectNode list(String path) {
        ObjectNode answer = Json.object();
        answer.set("files", Json.level(files(withoutDots(path)), ""));
        return answer;
    }

    /** Python's client names directories {@code RUN/.} and {@code RUN/./DIRECTORY}. */
    private static String withoutDots(String path) {
        return path.replaceAll("/(\\./)+", "/").replaceAll("^/+|(/\\.?)+$", "");
    }

    private void send(Context context, String path) {
        StoredFile file = find(path).orElseThrow(() -> ApiError.missing("No such artifact: '" + path + "'"));
        context.contentType("application/octet-stream")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment")
                .header("Content-Length", Long.toString(file.sizeBytes()))
                .result(registry.open(file));
    }

    private void upload(Context context) {
        String path = path(context);
        requireOpen(path);
        registry.artifacts().write(path, context.bodyInputStream(), largestBytes);
        RegistryServer.answer(context, Json.object());
    }

    private void delete(Context context) {
        String path = path(context);
        requireOpen(path);
        registry.artifacts().delete(path);
        RegistryServer.answer(context, Json.object());
    }

    private Optional<StoredFile> find(String path) {
        Matcher sealed = SEALED.matcher(safe(path));
        return sealed.matches()
                ? version(sealed).map(version -> version.files()
                        .get(Optional.ofNullable(sealed.group(3)).orElse("")))
                : registry.artifacts().find(path);
    }

    private SortedMap<String, StoredFile> files(String path) {
        if (path.isEmpty() || path.equals(".")) {
            return new TreeMap<>();
        }
        Matcher sealed = SEALED.matcher(safe(path));
        if (!sealed.matches()) {
            return registry.artifacts().below(path);
        }
        String directory =
                Optional.ofNullable(sealed.group(3)).map(name -> name + "/").orElse("");
        SortedMap<String, StoredFile> files = new TreeMap<>();
        version(sealed).map(ModelVersion::files).orElseGet(TreeMap::new).forEach((name, file) -> {
            if (name.startsWith(directory)) {
                files.put(name.substring(directory.length()), file);
            }
        });
        return files;
    }

    private Optional<ModelVersion> version(Matcher sealed) {
        return registry.version(sealed.group(1), sealed.group(2));
    }

    private String rootOfRun(Request request) {
        String id = request.optional("run_id")
                .or(() -> request.optional("run_uuid"))
                .orElseThrow(() -> Request.missing("run_id"));
        return registry.runs()
                .find(id)
                .orElseThrow(() -> ApiError.missing("Run with id=" + id + " not found"))
                .artifacts();
    }

    private static void requireOpen(String path) {
        if (path.equals("models") || path.startsWith("models/")) {
            throw ApiError.denied("the files of versions are sealed: nothing below models/ is written or deleted");
        }
    }

    private static String below(String root, String path) {
        return path.isEmpty() || path.equals(".") ? root : root + "/" + safe(path);
    }

    private static String path(Context context) {
        return safe(context.pathParam("path").replaceAll("/+$", ""));
    }

    private static String safe(String path) {
        ArtifactTree.requireSafe(path);
        return path;
    }
}
