package io.sluice.registry.rest;

import io.sluice.registry.Query.Condition;
import io.sluice.registry.Query.Field;
import io.sluice.registry.Query.Kind;
import io.sluice.registry.Query.Operator;
import io.sluice.registry.Query.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MLflow's search grammar: comparisons joined by AND, {@code metrics."top k" > 0.1 AND tags.family LIKE 'k%'}, and
 * orders, {@code metrics.ndcg DESC}. Keys may be bare, in backticks or in double quotes. A metric is compared with a
 * number, everything else that is not a numeric attribute with a quoted text.
 */
final class FilterGrammar {
    private static final String QUOTED = "`[^`]+`|\"[^\"]+\"";
    private static final String BARE = "[^\\s=!<>(),'\"`]+";
    private static final Pattern FIELD =
            Pattern.compile("\\G\\s*(?:(`[^`]+`|[A-Za-z]+)\\.)?(" + QUOTED + "|" + BARE + ")\\s*");
    private static final Pattern OPERATOR = Pattern.compile(
            "\\G(!=|>=|<=|=|>|<|NOT\\s+IN\\b|IN\\b|LIKE\\b|ILIKE\\b|IS\\s+NOT\\s+NULL\\b|IS\\s+NULL\\b)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final String LITERAL =
            "'(?:[^'])*'|\"[^\"]*\"|[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
    private static final Pattern VALUE = Pattern.compile("\\G(" + LITERAL + ")\\s*");
    private static final Pattern LIST =
            Pattern.compile("\\G\\(\\s*((?:" + LITERAL + ")(?:\\s*,\\s*(?:" + LITERAL + "))*)?\\s*,?\\s*\\)\\s*");
    private static final Pattern AND = Pattern.compile("\\GAND\\b\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORDER =
            Pattern.compile("\\s*(.*?)(?:\\s+(ASC|DESC))?\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("attribute", Kind.ATTRIBUTE),
            Map.entry("attributes", Kind.ATTRIBUTE),
            Map.entry("attr", Kind.ATTRIBUTE),
            Map.entry("run", Kind.ATTRIBUTE),
            Map.entry("metric", Kind.METRIC),
            Map.entry("metrics", Kind.METRIC),
            Map.entry("param", Kind.PARAM),
            Map.entry("params", Kind.PARAM),
            Map.entry("parameter", Kind.PARAM),
            Map.entry("parameters", Kind.PARAM),
            Map.entry("tag", Kind.TAG),
            Map.entry("tags", Kind.TAG),
            Map.entry("dataset", Kind.DATASET),
            Map.entry("datasets", Kind.DATASET));

    private final String text;
    private int position;

    private FilterGrammar(String text) {
        this.text = text;
    }

    /** @throws ApiError where the text is outside the grammar */
    static List<Condition> conditions(String filter) {
        List<Condition> conditions = new ArrayList<>();
        if (filter.isBlank()) {
            return conditions;
        }
        FilterGrammar grammar = new FilterGrammar(filter.strip());
        conditions.add(grammar.condition());
        while (grammar.position < grammar.text.length()) {
            grammar.next(AND);
            conditions.add(grammar.condition());
        }
        return conditions;
    }

    static List<Order> order(List<String> orders) {
        return orders.stream().map(FilterGrammar::order).toList();
    }

    static Order order(String order) {
        Matcher matcher = ORDER.matcher(order);
        if (!matcher.matches()) {
            throw ApiError.invalid("Invalid order_by clause '" + order + "'");
        }
        return new Order(field(matcher.group(1)), !"DESC".equalsIgnoreCase(matcher.group(2)));
    }

    static Field field(String text) {
        FilterGrammar grammar = new FilterGrammar(text);
        Field field = grammar.field();
        if (grammar.position < text.length()) {
            throw ApiError.invalid("Invalid identifier '" + text + "'");
        }
        return field;
    }

    private Condition condition() {
        Field field = field();
        Operator operator = operator(next(OPERATOR).group(1));
        if (operator == Operator.IS_NULL || operator == Operator.IS_NOT_NULL) {
            return new Condition(field, operator, List.of());
        }
        List<String> literals = operator == Operator.IN || operator == Operator.NOT_IN
                ? literals(Optional.ofNullable(next(LIST).group(1)).orElse(""))
                : List.of(next(VALUE).group(1));
        return new Condition(
                field,
                operator,
                literals.stream().map(literal -> value(field, literal)).toList());
    }

    private Field field() {
        Matcher matcher = next(FIELD);
        Kind kind = Optional.ofNullable(matcher.group(1))
                .map(FilterGrammar::unquoted)
                .map(FilterGrammar::kind)
                .orElse(Kind.ATTRIBUTE);
        return new Field(kind, unquoted(matcher.group(2)));
    }

    private Matcher next(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find(position)) {
            throw ApiError.invalid(
                    "Invalid clause(s) in filter string: '" + text + "', at '" + text.substring(position) + "'");
        }
        position = matcher.end();
        return matcher;
    }

    private static Kind kind(String word) {
        return Optional.ofNullable(KINDS.get(word))
                .orElseThrow(() -> ApiError.invalid("Invalid entity type '" + word
                        + "'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"));
    }

    private static Operator operator(String word) {
        String sql = word.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        for (Operator operator : Operator.values()) {
            if (operator.sql().equals(sql)) {
                return operator;
            }
        }
        throw new IllegalStateException("the pattern knows more operators than there are: " + word);
    }

    private static List<String> literals(String list) {
        List<String> literals = new ArrayList<>();
        Matcher matcher = Pattern.compile(LITERAL).matcher(list);
        while (matcher.find()) {
            literals.add(matcher.group());
        }
        return literals;
    }

    private static String value(Field field, String literal) {
        boolean quoted = literal.startsWith("'") || literal.startsWith("\"");
        if (field.kind() == Kind.METRIC && quoted) {
            throw ApiError.invalid("Expected numeric value type for metric. Found " + literal);
        }
        if (field.kind() != Kind.METRIC && field.kind() != Kind.ATTRIBUTE && !quoted) {
            throw ApiError.invalid("Expected a quoted string value for "
                    + field.kind().name().toLowerCase(Locale.ROOT) + " (e.g. 'my-value'). Got value " + literal);
        }
        return quoted ? literal.substring(1, literal.length() - 1) : literal;
    }

    private static String unquoted(String word) {
        return word.startsWith("`") || word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
    }
}
