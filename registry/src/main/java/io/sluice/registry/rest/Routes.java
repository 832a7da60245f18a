package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.List;
import java.util.function.Function;

/** Binds MLflow's calls under both of its roots. */
final class Routes {
    private static final List<String> ROOTS = List.of("/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/");

    private final RoutesConfig routes;

    Routes(RoutesConfig routes) {
        this.routes = routes;
    }

    void get(String name, Function<Request, ObjectNode> call) {
        ROOTS.forEach(root -> routes.get(root + name, answering(call)));
    }

    void post(String name, Function<Request, ObjectNode> call) {
        ROOTS.forEach(root -> routes.post(root + name, answering(call)));
    }

    void delete(String name, Function<Request, ObjectNode> call) {
        ROOTS.forEach(root -> routes.delete(root + name, answering(call)));
    }

    void both(String name, Function<Request, ObjectNode> call) {
        get(name, call);
        post(name, call);
    }

    private static Handler answering(Function<Request, ObjectNode> call) {
        return context -> RegistryServer.answer(context, call.apply(Request.of(context)));
    }
}
