package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryFailure;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a registry in MLflow's REST protocol, and Sluice's own calls under {@code /api/sluice/v1}. Over MLflow's calls
 * the champion is read-only. Has no access control: bind it to the loopback address.
 */
public final class RegistryServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegistryServer.class);
    private static final String SLUICE = "/api/sluice/v1/";

    private final Javalin server;
    private final String host;

    private RegistryServer(Javalin server, String host) {
        this.server = server;
        this.host = host;
    }

    /** Serves on the loopback address. */
    public static RegistryServer start(Registry registry, int port) {
        return start(registry, "127.0.0.1", port);
    }

    /**
     * Starts serving; the registry stays the caller's and outlives the server.
     *
     * @param port 0 takes a free one
     */
    public static RegistryServer start(Registry registry, String host, int port) {
        Javalin server = Javalin.create(config -> configure(config, registry)).start(host, port);
        log.info("event=serving what=registry host={} port={}", host, server.port());
        return new RegistryServer(server, host);
    }

    public int port() {
        return server.port();
    }

    /** The address that clients are given, without a trailing slash. */
    public URI address() {
        return URI.create("http://" + host + ":" + port());
    }

    @Override
    public void close() {
        server.stop();
        log.info("event=stopped what=registry");
    }

    static void answer(Context context, ObjectNode json) {
        context.contentType("application/json").result(json.toString());
    }

    private static void configure(JavalinConfig config, Registry registry) {
        config.startup.showJavalinBanner = false;
        RoutesConfig routes = config.routes;
        Routes mlflow = new Routes(routes);
        new TrackingCalls(registry.runs()).addTo(mlflow);
        new ModelCalls(registry).addTo(mlflow);
        addArtifacts(routes, new Artifacts(registry));
        addSluice(routes, new SluiceCalls(registry));
        routes.get("/health", context -> context.result("OK"));
        addErrors(routes);
    }

    private static void addArtifacts(RoutesConfig routes, Artifacts artifacts) {
        for (String root : Stream.of("/api/2.0/", "/ajax-api/2.0/").toList()) {
            String files = root + "mlflow-artifacts/artifacts";
            routes.get(
                    files,
                    context -> answer(
                            context,
                            artifacts.list(Optional.ofNullable(context.queryParam("path"))
                                    .orElse(""))));
            routes.get(files + "/<path>", context -> context.contentType("application/octet-stream")
                    .result(artifacts.read(context.pathParam("path"))));
        }
    }

    private static void addSluice(RoutesConfig routes, SluiceCalls calls) {
        routes.get(
                SLUICE + "promotions",
                context -> answer(context, calls.promotions(Request.of(context).text("model"))));
        routes.get(SLUICE + "champion", context -> {
            Request request = Request.of(context);
            answer(context, calls.champion(request.text("model"), request.optional("at")));
        });
        routes.get(SLUICE + "verdicts/{id}", context -> answer(context, calls.verdict(context.pathParam("id"))));
        routes.get(
                SLUICE + "versions/{model}/{version}",
                context -> answer(context, calls.version(context.pathParam("model"), context.pathParam("version"))));
    }

    private static void addErrors(RoutesConfig routes) {
        routes.exception(ApiError.class, (e, context) -> refuse(context, e.code(), e.getMessage()));
        routes.exception(
                IllegalArgumentException.class,
                (e, context) -> refuse(context, ApiError.Code.INVALID_PARAMETER_VALUE, e.getMessage()));
        routes.exception(RegistryFailure.class, (e, context) -> {
            log.error("event=call_failed path={}", context.path(), e);
            refuse(context, ApiError.Code.INTERNAL_ERROR, e.getMessage());
        });
        routes.error(404, context -> {
            if (!String.valueOf(context.res().getContentType()).startsWith("application/json")) {
                refuse(context, ApiError.Code.ENDPOINT_NOT_FOUND, "there is no " + context.path());
            }
        });
    }

    private static void refuse(Context context, ApiError.Code code, String message) {
        context.status(code.status());
        answer(context, Json.object().put("error_code", code.name()).put("message", message));
    }
}
