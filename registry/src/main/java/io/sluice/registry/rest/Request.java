package io.sluice.registry.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a call: those of the JSON body, of the query and of the path. Wrong ones are named in MLflow's words. */
final class Request {
    private final ObjectNode fields;
    private final Optional<String> caller;

    private Request(ObjectNode fields, Optional<String> caller) {
        this.fields = fields;
        this.caller = caller;
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
        context.pathParamMap().forEach(fields::put);
        return new Request(fields, Guard.named(context));
    }

    /** A text that must be there and not be empty. */
    String text(String name) {
        return optional(name).orElseThrow(() -> missing(name));
    }

    /** A text, or nothing if it is missing or empty. */
    Optional<String> optional(String name) {
        return given(name).filter(text -> !text.isEmpty());
    }

    /** A text that may be empty, or nothing if it is missing. */
    Optional<String> given(String name) {
        JsonNode node = fields.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw wrong(name);
        }
        return Optional.of(node.asText());
    }

    long number(String name, long otherwise) {
        JsonNode node = fields.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.asLong();
        }
        if (node.isTextual() && node.asText().matches("[-+]?[0-9]{1,18}|-?9[0-9]{18}")) {
            try {
                return Long.parseLong(node.asText());
            } catch (NumberFormatException tooLarge) {
                throw wrong(name);
            }
        }
        throw wrong(name);
    }

    long number(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return number(name, 0);
    }

    int size(String name, int otherwise, int most) {
        long size = number(name, otherwise);
        if (size < 1 || size > most) {
            throw wrong(name, "it must be between 1 and " + most);
        }
        return (int) size;
    }

    double real(String name) {
        JsonNode node = fields.path(name);
        if (node.isNumber()) {
            return node.asDouble();
        }
        if (node.isMissingNode() || node.isNull()) {
            throw missing(name);
        }
        try {
            return node.isTextual() ? Double.parseDouble(node.asText()) : refused(name);
        } catch (NumberFormatException e) {
            throw wrong(name);
        }
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode node = fields.path(name);
        return node.isBoolean() ? node.asBoolean() : node.isTextual() ? Boolean.parseBoolean(node.asText()) : otherwise;
    }

    boolean has(String name) {
        return fields.hasNonNull(name);
    }

    /** The texts of a list; one value counts as a list of one. */
    List<String> texts(String name) {
        JsonNode node = fields.path(name);
        if (!node.isArray()) {
            return optional(name).stream().toList();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node) {
            if (!each.isTextual()) {
                throw wrong(name);
            }
            texts.add(each.asText());
        }
        return texts;
    }

    /** The objects of a list. */
    List<Request> all(String name) {
        JsonNode node = fields.path(name);
        List<Request> requests = new ArrayList<>();
        if (node.isMissingNode() || node.isNull()) {
            return requests;
        }
        if (!node.isArray()) {
            throw wrong(name);
        }
        for (JsonNode each : node) {
            if (!(each instanceof ObjectNode object)) {
                throw wrong(name);
            }
            requests.add(new Request(object, caller));
        }
        return requests;
    }

    Request object(String name) {
        if (fields.path(name) instanceof ObjectNode object) {
            return new Request(object, caller);
        }
        throw has(name) ? wrong(name) : missing(name);
    }

    /** A list of {@code {"key": …, "value": …}}; the last of equal keys counts. */
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Request pair : all(name)) {
            if (pair.optional("key").isEmpty()) {
                throw wrong(name);
            }
            pairs.put(pair.text("key"), pair.given("value").orElse(""));
        }
        return pairs;
    }

    /** The name that the caller's token stands for. */
    Optional<String> caller() {
        return caller;
    }

    JsonNode json() {
        return fields;
    }

    ApiError wrong(String name) {
        return wrong(name, "See the API docs for more information about request parameters.");
    }

    ApiError wrong(String name, String rule) {
        return ApiError.invalid(
                "Invalid value " + fields.path(name) + " for parameter '" + name + "' supplied: " + rule);
    }

    static ApiError missing(String name) {
        return ApiError.invalid("Missing value for required parameter '" + name
                + "'. See the API docs for more information about request parameters.");
    }

    private double refused(String name) {
        throw wrong(name);
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
