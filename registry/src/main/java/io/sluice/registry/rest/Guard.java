package io.sluice.registry.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.rest.Tokens.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The one filter in front of every call: what is not allowed is denied. With tokens, every call but {@code /health}
 * needs one, in MLflow's ways: {@code Authorization: Bearer TOKEN}, or HTTP's basic scheme with the token as password.
 * Without tokens the server listens on loopback, and web pages that reach it through a browser are turned away.
 */
final class Guard {
    private static final String CALLER = "sluice.caller";
    private static final String OPEN = "/health";

    private final Optional<Tokens> tokens;

    private Guard(Optional<Tokens> tokens) {
        this.tokens = tokens;
    }

    static Guard of(RegistryConfig config) {
        return new Guard(config.tokens().map(Path::of).map(Tokens::read));
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::identify);
        routes.beforeMatched(this::authorise);
    }

    /** The name that the caller's token stands for; empty where no tokens are in use. */
    static Optional<String> named(Context context) {
        return Optional.ofNullable(context.attribute(CALLER));
    }

    /** Tells callers apart in the memory of answers. */
    static String caller(Context context) {
        return named(context).orElse("anybody") + "@" + context.ip();
    }

    private void identify(Context context) {
        if (tokens.isEmpty()) {
            requireLocal(context);
        } else if (!context.path().equals(OPEN)) {
            caller(tokens.get(), context).ifPresent(caller -> context.attribute(CALLER, caller.name()));
            if (context.attribute(CALLER) == null) {
                context.header("WWW-Authenticate", "Bearer");
                throw new ApiError(
                        ApiError.Code.UNAUTHENTICATED,
                        "a token is needed: Authorization: Bearer TOKEN, or as the"
                                + " password of HTTP's basic scheme");
            }
        }
    }

    private void authorise(Context context) {
        Set<RouteRole> needed = context.routeRoles();
        if (needed.size() != 1 || !(needed.iterator().next() instanceof Access access)) {
            throw ApiError.denied("nobody may call " + context.path());
        }
        boolean allowed = access == Access.ANYONE
                || tokens.map(known -> caller(known, context)
                                .filter(caller -> caller.may(access))
                                .isPresent())
                        .orElse(true);
        if (!allowed) {
            throw ApiError.denied(context.method() + " " + context.path() + " needs the role "
                    + access.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static Optional<Caller> caller(Tokens tokens, Context context) {
        return Optional.ofNullable(context.header("Authorization"))
                .flatMap(Guard::token)
                .flatMap(tokens::callerOf);
    }

    private static Optional<String> token(String header) {
        String[] parts = header.split(" ", 2);
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Bearer")) {
            return Optional.of(parts[1].strip());
        }
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) {
            return password(parts[1].strip());
        }
        return Optional.empty();
    }

    private static Optional<String> password(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** A page from elsewhere names another host, or itself as the origin. */
    private static void requireLocal(Context context) {
        boolean local = Optional.ofNullable(context.host()).map(Guard::isLocal).orElse(true)
                && Optional.ofNullable(context.header("Origin"))
                        .map(Guard::isLocalOrigin)
                        .orElse(true);
        if (!local) {
            throw ApiError.denied("without tokens only this machine may call, under a loopback name");
        }
    }

    private static boolean isLocal(String hostAndPort) {
        return RegistryConfig.isLoopback(hostAndPort.replaceAll(":[0-9]+$", ""));
    }

    private static boolean isLocalOrigin(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && RegistryConfig.isLoopback(host);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
