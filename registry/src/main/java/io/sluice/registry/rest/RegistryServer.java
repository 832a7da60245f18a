package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.sluice.registry.AlreadyExists;
import io.sluice.registry.DatabaseAway;
import io.sluice.registry.NoSuchResource;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.RegistryFailure;
import io.sluice.registry.Webhooks;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a registry in MLflow's REST protocol, and Sluice's own calls under {@code /api/sluice/v1}. Over MLflow's calls
 * the champion is read-only.
 */
public final class RegistryServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RegistryServer.class);
    private static final Duration WEBHOOKS_LOOK = Duration.ofSeconds(1);
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private final Javalin server;
    private final RegistryConfig config;

    private final Optional<Webhooks> webhooks;

    private RegistryServer(Javalin server, RegistryConfig config, Optional<Webhooks> webhooks) {
        this.server = server;
        this.config = config;
        this.webhooks = webhooks;
    }

    /** Serves on the loopback address; port 0 takes a free one. */
    public static RegistryServer start(Registry registry, int port) {
        return start(registry, RegistryConfig.DEFAULTS.on("127.0.0.1", port));
    }

    /** Starts serving; the registry stays the caller's and outlives the server. */
    public static RegistryServer start(Registry registry, RegistryConfig config) {
        Guard guard = Guard.of(config);
        Javalin server = Javalin.create(javalin -> configure(javalin, registry, config, guard));
        if (config.tlsKeystore().isPresent()) {
            server.start();
        } else {
            server.start(config.host(), config.port());
        }
        log.info(
                "event=serving what=registry host={} port={} tls={} tokens={}",
                config.host(),
                server.port(),
                config.tlsKeystore().isPresent(),
                config.tokens().isPresent());
        return new RegistryServer(server, config, webhooks(registry, config));
    }

    public int port() {
        return server.port();
    }

    /** The address that clients are given, without a trailing slash. */
    public URI address() {
        String scheme = config.tlsKeystore().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + config.host() + ":" + port());
    }

    /** One call that is served; parts of the path in braces or angle brackets are parameters. */
    record Route(String method, String path, Set<RouteRole> roles) {}

    List<Route> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> new Route(
                        endpoint.method.name(),
                        endpoint.path,
                        Optional.ofNullable(endpoint.metadata(Roles.class))
                                .map(Roles::getRoles)
                                .orElse(Set.of())))
                .toList();
    }

    @Override
    public void close() {
        webhooks.ifPresent(Webhooks::close);
        server.stop();
        log.info("event=stopped what=registry");
    }

    private static Optional<Webhooks> webhooks(Registry registry, RegistryConfig config) {
        return config.webhooks().isEmpty()
                ? Optional.empty()
                : Optional.of(new Webhooks(
                                registry,
                                config.webhooks(),
                                config.webhookSecret().orElseThrow(),
                                Clock.systemUTC())
                        .every(WEBHOOKS_LOOK));
    }

    static void answer(Context context, ObjectNode json) {
        context.contentType("application/json").result(json.toString());
    }

    private static void configure(JavalinConfig javalin, Registry registry, RegistryConfig config, Guard guard) {
        javalin.startup.showJavalinBanner = false;
        javalin.http.maxRequestSize = config.largestRequestKib() * KIB;
        // Model files hardly shrink, and a length that is announced lets a client see that one was cut off.
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        config.tlsKeystore().ifPresent(keystore -> Tls.addTo(javalin.jetty, config));
        RoutesConfig routes = javalin.routes;
        guard.addTo(routes);
        Routes mlflow = new Routes(routes, List.of("/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/"), registry.answers());
        new ExperimentCalls(registry.experiments()).addTo(mlflow);
        new RunCalls(registry.runs(), Clock.systemUTC()).addTo(mlflow);
        new LoggedModelCalls(registry).addTo(mlflow);
        new ModelCalls(registry).addTo(mlflow);
        new VersionCalls(registry).addTo(mlflow);
        ArtifactCalls artifacts = new ArtifactCalls(registry, config.largestArtifactMib() * MIB);
        artifacts.addTo(mlflow);
        artifacts.addProxyTo(new Routes(
                routes, List.of("/api/2.0/mlflow-artifacts/", "/ajax-api/2.0/mlflow-artifacts/"), registry.answers()));
        Routes plain = new Routes(routes, List.of("/"), registry.answers());
        artifacts.addPagesTo(plain);
        new SluiceCalls(registry).addTo(new Routes(routes, List.of("/api/sluice/v1/"), registry.answers()));
        routes.get("/health", context -> context.result("OK"), Access.ANYONE);
        addErrors(routes);
    }

    private static void addErrors(RoutesConfig routes) {
        routes.exception(ApiError.class, (e, context) -> refuse(context, e.code(), e.getMessage()));
        routes.exception(
                NoSuchResource.class,
                (e, context) -> refuse(context, ApiError.Code.RESOURCE_DOES_NOT_EXIST, e.getMessage()));
        routes.exception(
                AlreadyExists.class,
                (e, context) -> refuse(context, ApiError.Code.RESOURCE_ALREADY_EXISTS, e.getMessage()));
        routes.exception(
                IllegalArgumentException.class,
                (e, context) -> refuse(context, ApiError.Code.INVALID_PARAMETER_VALUE, e.getMessage()));
        routes.exception(
                IllegalStateException.class,
                (e, context) -> refuse(context, ApiError.Code.PERMISSION_DENIED, e.getMessage()));
        routes.exception(HttpResponseException.class, (e, context) -> {
            ApiError.Code code = e.getStatus() == 413
                    ? ApiError.Code.REQUEST_LIMIT_EXCEEDED
                    : e.getStatus() == 404 ? ApiError.Code.ENDPOINT_NOT_FOUND : ApiError.Code.INVALID_PARAMETER_VALUE;
            refuse(context, code, e.getMessage());
        });
        routes.exception(DatabaseAway.class, (e, context) -> {
            log.warn("event=database_away path={} because=\"{}\"", context.path(), e.getMessage());
            refuse(context, ApiError.Code.TEMPORARILY_UNAVAILABLE, e.getMessage());
        });
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
