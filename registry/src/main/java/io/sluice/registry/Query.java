package io.sluice.registry;

import java.util.List;
import java.util.Set;

/**
 * What to look for, in which order, and which page of it.
 *
 * @param conditions all must hold
 * @param order the first decides; ties go by the default order of what is searched
 * @param offset how many to leave out before the page begins
 */
public record Query(List<Condition> conditions, List<Order> order, Set<Lifecycle> lifecycles, int size, long offset) {
    public Query {
        conditions = List.copyOf(conditions);
        order = List.copyOf(order);
        lifecycles = Set.copyOf(lifecycles);
        if (size < 1 || offset < 0) {
            throw new IllegalArgumentException(
                    "a page has a size of at least 1 and an offset of at least 0, got " + size + " and " + offset);
        }
    }

    /** The first {@code size} of all that are in use. */
    public static Query first(int size) {
        return new Query(List.of(), List.of(), Set.of(Lifecycle.ACTIVE), size, 0);
    }

    /** Where a field is looked up. */
    public enum Kind {
        ATTRIBUTE,
        METRIC,
        PARAM,
        TAG,
        DATASET
    }

    public record Field(Kind kind, String key) {}

    /** How a field is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">="),
        LIKE("LIKE"),
        /** Like {@link #LIKE}, whatever the case of the letters. */
        ILIKE("ILIKE"),
        IN("IN"),
        NOT_IN("NOT IN"),
        IS_NULL("IS NULL"),
        IS_NOT_NULL("IS NOT NULL");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /** The word for it in SQL and in MLflow's grammar. */
        public String sql() {
            return sql;
        }
    }

    /** @param values one, or several for IN and NOT IN, or none for the tests for null */
    public record Condition(Field field, Operator operator, List<String> values) {
        public Condition {
            values = List.copyOf(values);
        }
    }

    public record Order(Field field, boolean ascending) {}
}
