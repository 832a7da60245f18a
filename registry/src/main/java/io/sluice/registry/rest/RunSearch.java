package io.sluice.registry.rest;

import io.sluice.registry.Metric;
import io.sluice.registry.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of MLflow's search grammar that comparisons joined by AND need: {@code params.k = '20' AND metrics.ndcg >
 * 0.1}, ordered by {@code metrics.ndcg DESC}.
 */
final class RunSearch {
    private static final String FIELD = "(params?|metrics?|tags?|attributes?)\\.[`\"]?([\\w./ -]+?)[`\"]?";
    private static final Pattern COMPARISON =
            Pattern.compile("\\s*" + FIELD + "\\s*(!=|>=|<=|=|>|<)\\s*('[^']*'|\"[^\"]*\"|[-+.\\w]+)\\s*");
    private static final Pattern ORDER =
            Pattern.compile("\\s*" + FIELD + "(\\s+(?:ASC|DESC))?\\s*", Pattern.CASE_INSENSITIVE);

    private final Predicate<Run> filter;
    private final Optional<Comparator<Run>> order;

    private RunSearch(Predicate<Run> filter, Optional<Comparator<Run>> order) {
        this.filter = filter;
        this.order = order;
    }

    /** @throws ApiError where the text is outside the supported grammar */
    static RunSearch parse(String filter, List<String> orderBy) {
        Predicate<Run> all = run -> true;
        if (!filter.isBlank()) {
            for (String comparison : filter.split("(?i)\\s+AND\\s+")) {
                all = all.and(comparison(comparison));
            }
        }
        return new RunSearch(all, orderBy.stream().map(RunSearch::order).reduce(Comparator::thenComparing));
    }

    List<Run> apply(List<Run> runs) {
        List<Run> found = new ArrayList<>(runs.stream().filter(filter).toList());
        order.ifPresent(found::sort);
        return found;
    }

    private static Predicate<Run> comparison(String text) {
        Matcher matcher = COMPARISON.matcher(text);
        if (!matcher.matches()) {
            throw ApiError.invalid("Invalid filter: " + text);
        }
        String kind = matcher.group(1);
        String key = matcher.group(2);
        String operator = matcher.group(3);
        String value = unquoted(matcher.group(4));
        if (kind.startsWith("metric")) {
            double bound = number(value);
            return run -> metric(run, key)
                    .filter(found -> holds(Double.compare(found, bound), operator))
                    .isPresent();
        }
        return run -> text(run, kind, key)
                .filter(found -> holds(found.compareTo(value), operator))
                .isPresent();
    }

    private static Comparator<Run> order(String text) {
        Matcher matcher = ORDER.matcher(text);
        if (!matcher.matches()) {
            throw ApiError.invalid("Invalid order_by: " + text);
        }
        String kind = matcher.group(1);
        String key = matcher.group(2);
        boolean descending =
                matcher.group(3) != null && matcher.group(3).strip().equalsIgnoreCase("DESC");
        return kind.startsWith("metric")
                ? missingLast(run -> metric(run, key), descending)
                : missingLast(run -> text(run, kind, key), descending);
    }

    private static <T extends Comparable<T>> Comparator<Run> missingLast(
            java.util.function.Function<Run, Optional<T>> field, boolean descending) {
        Comparator<T> values = descending ? Comparator.<T>reverseOrder() : Comparator.<T>naturalOrder();
        return Comparator.comparing(run -> field.apply(run).orElse(null), Comparator.nullsLast(values));
    }

    private static Optional<Double> metric(Run run, String key) {
        return Optional.ofNullable(run.metrics().get(key)).map(Metric::value);
    }

    private static Optional<String> text(Run run, String kind, String key) {
        if (kind.startsWith("param")) {
            return Optional.ofNullable(run.params().get(key));
        }
        return kind.startsWith("tag") ? Optional.ofNullable(run.tags().get(key)) : attribute(run, key);
    }

    private static Optional<String> attribute(Run run, String key) {
        return switch (key) {
            case "run_id" -> Optional.of(run.id());
            case "run_name" -> Optional.of(run.name());
            case "status" -> Optional.of(run.status().name());
            case "start_time" -> Optional.of(Json.millis(run.started()));
            default -> throw ApiError.invalid("unknown attribute " + key);
        };
    }

    private static boolean holds(int comparison, String operator) {
        return switch (operator) {
            case "=" -> comparison == 0;
            case "!=" -> comparison != 0;
            case ">" -> comparison > 0;
            case ">=" -> comparison >= 0;
            case "<" -> comparison < 0;
            case "<=" -> comparison <= 0;
            default -> throw new IllegalStateException("not an operator: " + operator);
        };
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw ApiError.invalid("a metric is compared with a number, got " + value);
        }
    }

    private static String unquoted(String value) {
        return value.matches("'.*'|\".*\"") ? value.substring(1, value.length() - 1) : value;
    }
}
