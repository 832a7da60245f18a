package io.sluice.registry;

import io.sluice.registry.Query.Condition;
import io.sluice.registry.Query.Field;
import io.sluice.registry.Query.Kind;
import io.sluice.registry.Query.Operator;
import io.sluice.registry.Query.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns a {@link Query} about one table into SQL. Values never become part of the text, and neither do names that a
 * caller chose.
 *
 * @param table the table that is searched
 * @param attributes the caller's name of an attribute → its column
 * @param numeric the attributes that are numbers
 * @param children how the rows of other tables belong to the one that is searched
 * @param defaultOrder SQL that ends in something unique
 */
record Searchable(
        String table,
        Map<String, String> attributes,
        Set<String> numeric,
        Map<Kind, Child> children,
        String defaultOrder) {

    private static final Set<Operator> NUMERIC = Set.of(
            Operator.EQUAL, Operator.NOT_EQUAL, Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST);
    private static final Set<Operator> LISTS = Set.of(Operator.IN, Operator.NOT_IN);
    private static final Set<Operator> NULLS = Set.of(Operator.IS_NULL, Operator.IS_NOT_NULL);
    private static final Set<Operator> TEXTUAL =
            Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE, Operator.IN, Operator.NOT_IN);

    /**
     * A table of keys and values.
     *
     * @param join which of its rows belong to a row that is searched, in SQL
     */
    record Child(String table, String join) {}

    /** A piece of SQL and the values for its question marks. */
    record Fragment(String sql, List<Object> values) {
        Object[] array() {
            return values.toArray();
        }
    }

    /** Selects all columns of the rows of one page, and one row more. */
    Fragment select(Query query, Fragment scope) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>(scope.values());
        conditions.add(scope.sql());
        for (Condition condition : query.conditions()) {
            Fragment fragment = condition(condition);
            conditions.add(fragment.sql());
            values.addAll(fragment.values());
        }
        List<String> order = new ArrayList<>();
        for (Order each : query.order()) {
            Fragment fragment = order(each);
            order.add(fragment.sql());
            values.addAll(fragment.values());
        }
        order.add(defaultOrder);
        values.add(query.size() + 1L);
        values.add(query.offset());
        return new Fragment(
                "SELECT * FROM " + table + " WHERE " + String.join(" AND ", conditions) + " ORDER BY "
                        + String.join(", ", order) + " LIMIT ? OFFSET ?",
                values);
    }

    static Fragment in(String column, List<?> values) {
        return values.isEmpty()
                ? new Fragment("1 = 0", List.of())
                : new Fragment(column + " IN (" + marks(values.size()) + ")", List.copyOf(values));
    }

    private Fragment condition(Condition condition) {
        Field field = condition.field();
        requireFit(condition);
        switch (field.kind()) {
            case ATTRIBUTE:
                return compared(column(field.key()), condition, numeric.contains(field.key()));
            case DATASET:
                return exists(child(Kind.DATASET), compared(dataset(field.key()), condition, false), List.of());
            default:
                return keyed(condition);
        }
    }

    private Fragment keyed(Condition condition) {
        Child child = child(condition.field().kind());
        String key = condition.field().key();
        if (NULLS.contains(condition.operator())) {
            Fragment exists = exists(child, new Fragment("c.key = ?", List.of(key)), List.of());
            return condition.operator() == Operator.IS_NULL
                    ? new Fragment("NOT " + exists.sql(), exists.values())
                    : exists;
        }
        boolean metric = condition.field().kind() == Kind.METRIC;
        Fragment value = compared("c.value", condition, metric);
        return exists(
                child,
                new Fragment("c.key = ? AND " + (metric ? "c.nan = 0 AND " : "") + value.sql(), value.values()),
                List.of(key));
    }

    private static Fragment exists(Child child, Fragment inner, List<Object> before) {
        List<Object> values = new ArrayList<>(before);
        values.addAll(inner.values());
        return new Fragment(
                "EXISTS (SELECT 1 FROM " + child.table() + " c WHERE " + child.join() + " AND " + inner.sql() + ")",
                values);
    }

    private Fragment compared(String column, Condition condition, boolean number) {
        List<Object> values = new ArrayList<>();
        for (String value : condition.values()) {
            values.add(number ? number(condition, value) : value);
        }
        return switch (condition.operator()) {
            case ILIKE -> new Fragment("LOWER(" + column + ") LIKE LOWER(?)", values);
            case IN, NOT_IN ->
                values.isEmpty()
                        ? new Fragment(condition.operator() == Operator.IN ? "1 = 0" : "1 = 1", List.of())
                        : new Fragment(
                                column + " " + condition.operator().sql() + " (" + marks(values.size()) + ")", values);
            default -> new Fragment(column + " " + condition.operator().sql() + " ?", values);
        };
    }

    private void requireFit(Condition condition) {
        Field field = condition.field();
        boolean number = field.kind() == Kind.METRIC || field.kind() == Kind.ATTRIBUTE && numeric.contains(field.key());
        boolean keyed = field.kind() == Kind.PARAM || field.kind() == Kind.TAG;
        Set<Operator> allowed = number ? NUMERIC : TEXTUAL;
        boolean fits = allowed.contains(condition.operator()) && !(keyed && LISTS.contains(condition.operator()))
                || keyed && NULLS.contains(condition.operator());
        if (!fits) {
            throw new IllegalArgumentException("Invalid comparator '"
                    + condition.operator().sql() + "' for " + field.kind() + " " + field.key() + ": not one of "
                    + allowed.stream().map(Operator::sql).sorted().toList());
        }
    }

    private Fragment order(Order order) {
        Field field = order.field();
        String direction = order.ascending() ? " ASC" : " DESC";
        if (field.kind() == Kind.ATTRIBUTE) {
            String column = column(field.key());
            return new Fragment("CASE WHEN " + column + " IS NULL THEN 1 ELSE 0 END, " + column + direction, List.of());
        }
        Child child = child(field.kind());
        String from = " FROM " + child.table() + " c WHERE " + child.join() + " AND c.key = ?";
        boolean metric = field.kind() == Kind.METRIC;
        // Numbers first, then what is not a number, then what is missing.
        String presence = metric
                ? "COALESCE((SELECT MIN(c.nan)" + from + "), 2)"
                : "CASE WHEN EXISTS (SELECT 1" + from + ") THEN 0 ELSE 1 END";
        return new Fragment(
                presence + ", (SELECT MAX(c.value)" + from + ")" + direction, List.of(field.key(), field.key()));
    }

    private String column(String attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid attribute key '" + attribute + "' specified. Valid keys are "
                                + attributes.keySet().stream().sorted().toList()));
    }

    private static String dataset(String attribute) {
        if (!Set.of("name", "digest", "context").contains(attribute)) {
            throw new IllegalArgumentException(
                    "Invalid dataset key '" + attribute + "' specified. Valid keys are [context, digest, name]");
        }
        return "c." + attribute;
    }

    private Child child(Kind kind) {
        return Optional.ofNullable(children.get(kind))
                .orElseThrow(() -> new IllegalArgumentException("Invalid entity type '" + kind
                        + "'. Valid values are ATTRIBUTE, "
                        + children.keySet().stream().map(Kind::name).sorted().collect(Collectors.joining(", "))));
    }

    private static Object number(Condition condition, String value) {
        try {
            return condition.field().kind() == Kind.ATTRIBUTE ? (Object) Long.valueOf(value) : Double.valueOf(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    condition.field().key() + " is compared with a number, got '" + value + "'", e);
        }
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
