package io.sluice.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The fields of a call: those of the JSON body, and for GET those of the query. */
final class Request {
    private final ObjectNode fields;

    private Request(ObjectNode fields) {
        this.fields = fields;
    }

    static Request of(Context context) {
        ObjectNode fields = body(context);
        context.queryParamMap().forEach((name, values) -> {
            if (values.size() == 1) {
                fields.put(name, values.get(0));
            } else {
                values.forEach(fields.putArray(name)::add);
            }
        });
        return new Request(fields);
    }

    String text(String name) {
        return optional(name)
                .orElseThrow(() -> ApiError.invalid("Missing value for required parameter '" + name + "'"));
    }

    Optional<String> optional(String name) {
        JsonNode node = fields.path(name);
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    long number(String name, long otherwise) {
        try {
            return optional(name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw ApiError.invalid("'" + name + "' is not a whole number: " + text(name));
        }
    }

    double real(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw ApiError.invalid("'" + name + "' is not a number: " + text(name));
        }
    }

    /** The texts of a list; one value counts as a list of one. */
    List<String> texts(String name) {
        JsonNode node = fields.path(name);
        if (!node.isArray()) {
            return optional(name).stream().toList();
        }
        List<String> texts = new ArrayList<>();
        node.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    List<Request> all(String name) {
        List<Request> requests = new ArrayList<>();
        fields.path(name).forEach(each -> {
            if (each instanceof ObjectNode object) {
                requests.add(new Request(object));
            }
        });
        return requests;
    }

    /** A list of {@code {"key": …, "value": …}}. */
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new TreeMap<>();
        all(name)
                .forEach(pair ->
                        pairs.put(pair.text("key"), pair.optional("value").orElse("")));
        return pairs;
    }

    private static ObjectNode body(Context context) {
        String body = context.body();
        try {
            JsonNode node = body.isBlank() ? Json.object() : Json.MAPPER.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw ApiError.invalid("the body is not JSON: " + e.getOriginalMessage());
        }
        throw ApiError.invalid("the body is not a JSON object");
    }
}
