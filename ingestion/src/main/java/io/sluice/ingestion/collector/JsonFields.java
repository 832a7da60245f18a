package io.sluice.ingestion.collector;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the fields of one JSON object and notes, under its path, each that is not what it should be. */
final class JsonFields {
    private static final long LAST_SECOND = 100_000_000_000L;

    private final JsonNode node;
    private final String path;
    private final List<FieldError> errors;
    private final Set<String> read = new HashSet<>();

    private JsonFields(JsonNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    /** @param errors where problems go */
    static JsonFields of(JsonNode node, String path, List<FieldError> errors) {
        if (!node.isObject()) {
            errors.add(new FieldError(path, "must be an object, got " + kind(node)));
        }
        return new JsonFields(node, path, errors);
    }

    void wrong(String field, String problem) {
        errors.add(new FieldError(at(field), problem));
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private Optional<JsonNode> value(String field) {
        read.add(field);
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    boolean has(String field) {
        return value(field).isPresent();
    }

    /** The text, or a blank and a note that it is missing. */
    String required(String field) {
        Optional<String> text = text(field);
        if (text.isEmpty() && value(field).isEmpty()) {
            wrong(field, "is required");
        }
        return text.orElse("");
    }

    /** Numbers are taken as their digits: ids often come so. */
    Optional<String> text(String field) {
        return value(field).flatMap(value -> {
            if (value.isTextual() || value.isIntegralNumber()) {
                return Optional.of(value.asText());
            }
            wrong(field, "must be a text, got " + kind(value));
            return Optional.empty();
        });
    }

    Optional<Long> whole(String field) {
        return value(field).flatMap(value -> {
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return Optional.of(value.asLong());
            }
            wrong(field, "must be a whole number, got " + shown(value));
            return Optional.empty();
        });
    }

    Optional<Integer> small(String field) {
        return whole(field).flatMap(value -> {
            if (value == (int) (long) value) {
                return Optional.of((int) (long) value);
            }
            wrong(field, "must be a whole number of 32 bits, got " + value);
            return Optional.empty();
        });
    }

    Optional<Double> real(String field) {
        return value(field).flatMap(value -> {
            if (value.isNumber()) {
                return Optional.of(value.asDouble());
            }
            wrong(field, "must be a number, got " + shown(value));
            return Optional.empty();
        });
    }

    Optional<Boolean> truth(String field) {
        return value(field).flatMap(value -> {
            if (value.isBoolean()) {
                return Optional.of(value.asBoolean());
            }
            wrong(field, "must be true or false, got " + shown(value));
            return Optional.empty();
        });
    }

    /** A price in major units, as 16.99 or "16.99", in minor units of its currency (two digits if none is given). */
    Optional<Long> price(String field, Optional<String> currency) {
        return value(field).flatMap(value -> {
            try {
                BigDecimal major = new BigDecimal(value.asText());
                if ((value.isNumber() || value.isTextual()) && major.abs().compareTo(BigDecimal.valueOf(1e12)) < 0) {
                    return Optional.of(major.movePointRight(digits(currency))
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .longValueExact());
                }
            } catch (ArithmeticException | NumberFormatException unreadable) {
                // Said below.
            }
            wrong(field, "must be a price such as 16.99, got " + shown(value));
            return Optional.empty();
        });
    }

    private static int digits(Optional<String> currency) {
        try {
            return currency.map(code -> Math.max(0, Currency.getInstance(code).getDefaultFractionDigits()))
                    .orElse(2);
        } catch (IllegalArgumentException unknown) {
            return 2;
        }
    }

    /** ISO 8601 with a zone, or epoch milliseconds. */
    Optional<Instant> time(String field) {
        return value(field).flatMap(value -> {
            try {
                if (value.isIntegralNumber() && Math.abs(value.asLong()) > LAST_SECOND) {
                    return Optional.of(Instant.ofEpochMilli(value.asLong()));
                }
                if (value.isTextual()) {
                    return Optional.of(OffsetDateTime.parse(value.asText()).toInstant());
                }
            } catch (DateTimeException unreadable) {
                // Said below.
            }
            wrong(field, "must be a time such as 2026-03-01T12:00:00Z or epoch milliseconds, got " + shown(value));
            return Optional.empty();
        });
    }

    /** Nested text values, numbers and truths as text. */
    SortedMap<String, String> texts(String field) {
        SortedMap<String, String> texts = new TreeMap<>();
        value(field).ifPresent(value -> {
            if (!value.isObject()) {
                wrong(field, "must be an object of texts, got " + kind(value));
            }
            value.properties().forEach(entry -> {
                if (entry.getValue().isValueNode()) {
                    texts.put(entry.getKey(), entry.getValue().asText());
                } else {
                    wrong(field + "." + entry.getKey(), "must be a text, got " + kind(entry.getValue()));
                }
            });
        });
        return texts;
    }

    /** An object inside this one; an empty one if it is not there. */
    JsonFields inside(String field) {
        return value(field)
                .map(value -> of(value, at(field), errors))
                .orElseGet(() -> new JsonFields(node.path("\0"), at(field), errors));
    }

    /** The objects of an array; none if it is not there. */
    List<JsonFields> list(String field) {
        List<JsonFields> list = new ArrayList<>();
        value(field).ifPresent(value -> {
            if (!value.isArray()) {
                wrong(field, "must be an array, got " + kind(value));
            }
            for (int i = 0; value.isArray() && i < value.size(); i++) {
                list.add(of(value.get(i), at(field) + "[" + i + "]", errors));
            }
        });
        return list;
    }

    /** Notes every field that nobody asked for: a misspelt one would be lost in silence. */
    void nothingElse() {
        node.fieldNames().forEachRemaining(field -> {
            if (!read.contains(field)) {
                wrong(field, "is not a field of this record; remove it or put it into context");
            }
        });
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
