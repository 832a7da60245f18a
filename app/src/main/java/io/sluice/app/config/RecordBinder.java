package io.sluice.app.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes nested records of dotted keys: the component {@code frozenAfter} of the section {@code trainer} is
 * {@code trainer.frozen-after}. Defaults come from a record of the same type, rules from the records' constructors.
 */
final class RecordBinder {
    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final int NEAR = 3;

    private final Map<String, String> values;
    private final Map<String, String> origins;
    private final List<String> problems = new ArrayList<>();
    private final TreeSet<String> known = new TreeSet<>();

    RecordBinder(Map<String, String> values, Map<String, String> origins) {
        this.values = values;
        this.origins = origins;
    }

    /** @throws ConfigProblems if a key is unknown, a value unreadable or a rule broken */
    <T extends Record> T bind(Class<T> type, T defaults) {
        T bound = type.cast(record("", defaults));
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add(key + " (" + origins.get(key) + ") is not a setting" + suggestion(key));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
        return bound;
    }

    /** Dotted keys and values of a record and of the records in it, in the order of their components. */
    static Map<String, String> flat(Record record) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", record, flat);
        return flat;
    }

    private static void flatten(String prefix, Record record, Map<String, String> flat) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = prefix + kebab(component.getName());
            Object value = valueOf(record, component);
            if (value instanceof Record nested) {
                flatten(key + ".", nested, flat);
            } else {
                flat.put(key, text(value));
            }
        }
    }

    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private Record record(String prefix, Record defaults) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int at = 0; at < components.length; at++) {
            String key = prefix + kebab(components[at].getName());
            Object standard = valueOf(defaults, components[at]);
            arguments[at] = standard instanceof Record nested
                    ? record(key + ".", nested)
                    : leaf(key, components[at].getGenericType(), standard);
        }
        try {
            return canonical(defaults.getClass()).newInstance(arguments);
        } catch (InvocationTargetException broken) {
            problems.add(broken.getCause().getMessage() + blame(prefix));
            return defaults;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(defaults.getClass() + " must be a public record", impossible);
        }
    }

    /** Which settings may have led to a broken rule of the section. */
    private String blame(String prefix) {
        return values.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key + " from " + origins.get(key))
                .collect(Collectors.joining(", ", " (set: ", ")"));
    }

    private Object leaf(String key, Type type, Object standard) {
        known.add(key);
        String text = values.get(key);
        if (text == null) {
            return standard;
        }
        try {
            return parse(text.strip(), type);
        } catch (RuntimeException unreadable) {
            problems.add(key + " must be " + wanted(type) + ", got \"" + text + "\" (" + origins.get(key) + ")");
            return standard;
        }
    }

    private static Object parse(String text, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return text.isEmpty() ? Optional.empty() : Optional.of(parse(text, element));
            }
            return text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(","))
                            .map(part -> parse(part.strip(), element))
                            .toList();
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .filter(constant -> constant.toString().equalsIgnoreCase(text.replace('-', '_')))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
        }
        return switch (plain.getName()) {
            case "int" -> Integer.parseInt(text);
            case "long" -> Long.parseLong(text);
            case "double" -> Double.parseDouble(text);
            case "boolean" -> truth(text);
            case "java.lang.String" -> text;
            case "java.lang.Integer" -> Integer.valueOf(text);
            case "java.time.Duration" -> duration(text);
            case "java.time.Instant" -> Instant.parse(text);
            case "java.time.LocalTime" -> LocalTime.parse(text);
            default -> throw new IllegalStateException("no settings of " + plain);
        };
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration duration(String text) {
        Matcher simple = SIMPLE_DURATION.matcher(text);
        if (!simple.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(simple.group(1));
        return switch (simple.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String wanted(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class
                    ? wanted(element) + " or empty"
                    : "a list, separated by commas, of " + wanted(element);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return "one of " + Arrays.toString(plain.getEnumConstants());
        }
        return switch (plain.getName()) {
            case "int", "long", "java.lang.Integer" -> "a whole number";
            case "double" -> "a number";
            case "boolean" -> "true or false";
            case "java.time.Duration" -> "a duration such as 500ms, 10m, 1d or PT10M";
            case "java.time.Instant" -> "a moment such as 2026-01-01T00:00:00Z";
            case "java.time.LocalTime" -> "a time of day such as 07:00";
            default -> "text";
        };
    }

    static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(RecordBinder::text).collect(Collectors.joining(","));
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(RecordBinder::text).orElse("");
        }
        return value.toString();
    }

    private String suggestion(String key) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(candidate, key)))
                .filter(candidate -> distance(candidate, key) <= NEAR)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("; --print-config lists all");
    }

    /** Levenshtein's. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        Arrays.setAll(row, column -> column);
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }

    private static Object valueOf(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(record.getClass() + " must be a public record", impossible);
        }
    }

    private static Constructor<? extends Record> canonical(Class<? extends Record> type) throws NoSuchMethodException {
        return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }
}
