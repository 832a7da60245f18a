package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.sluice.registry.Answers;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Binds calls under the roots of a protocol, each with the access that it needs. */
final class Routes {
    private final RoutesConfig routes;
    private final List<String> roots;
    private final Answers answers;

    /** Connections are numbered from 1 in every process. */
    private final String process = UUID.randomUUID().toString();

    Routes(RoutesConfig routes, List<String> roots, Answers answers) {
        this.routes = routes;
        this.roots = roots;
        this.answers = answers;
    }

    /** A call that only looks. */
    void read(HandlerType method, String name, Function<Request, ObjectNode> call) {
        add(method, name, answering(call), Access.READ);
    }

    void get(String name, Function<Request, ObjectNode> call) {
        read(HandlerType.GET, name, call);
    }

    /** A call that changes something, and does the same when it is repeated. */
    void write(HandlerType method, String name, Access access, Function<Request, ObjectNode> call) {
        add(method, name, answering(call), access);
    }

    void post(String name, Function<Request, ObjectNode> call) {
        write(HandlerType.POST, name, Access.TRAIN, call);
    }

    /** A call that creates something: a client that repeats it hears the first answer again, see {@link Answers}. */
    void create(String name, Access access, Function<Request, ObjectNode> call) {
        add(
                HandlerType.POST,
                name,
                context -> {
                    Request request = Request.of(context);
                    String identity = String.join(
                            "\n",
                            Guard.caller(context),
                            context.path(),
                            String.valueOf(context.queryString()),
                            context.body());
                    context.contentType("application/json")
                            .result(answers.once(identity, connection(context), () -> call.apply(request)
                                    .toString()));
                },
                access);
    }

    void add(HandlerType method, String name, Handler handler, Access access) {
        roots.forEach(root -> routes.addHttpHandler(method, root + name, handler, access));
    }

    private String connection(Context context) {
        return process + " " + context.req().getServletConnection().getConnectionId();
    }

    private static Handler answering(Function<Request, ObjectNode> call) {
        return context -> RegistryServer.answer(context, call.apply(Request.of(context)));
    }
}
