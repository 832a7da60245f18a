package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.registry.Lifecycle;
import io.sluice.registry.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Which page of a search is wanted; the token of a page is opaque to clients. */
record Paging(int size, long offset) {
    static Paging of(Request request, int size, int most) {
        return new Paging(
                request.size("max_results", size, most),
                request.optional("page_token").map(Paging::offset).orElse(0L));
    }

    Query query(Request request, Set<Lifecycle> lifecycles) {
        return query(
                FilterGrammar.conditions(request.given("filter").orElse("")),
                FilterGrammar.order(request.texts("order_by")),
                lifecycles);
    }

    Query query(List<Query.Condition> conditions, List<Query.Order> order, Set<Lifecycle> lifecycles) {
        return new Query(conditions, order, lifecycles, size, offset);
    }

    String next() {
        String json = Json.object().put("offset", offset + size).toString();
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static long offset(String token) {
        try {
            JsonNode offset =
                    Json.MAPPER.readTree(Base64.getDecoder().decode(token)).path("offset");
            if (offset.isIntegralNumber() && offset.asLong() >= 0) {
                return offset.asLong();
            }
        } catch (IOException | IllegalArgumentException notOurs) {
            throw ApiError.invalid("Invalid page token, could not base64-decode: " + token);
        }
        throw ApiError.invalid("Invalid page token: " + token);
    }
}
