package io.sluice.registry.rest;

import io.sluice.registry.Metric;
import java.util.Collection;
import java.util.Map;

/** MLflow's limits on what one call may bring. */
final class Limits {
    private static final int KEY = 250;
    private static final int PARAM_VALUE = 6_000;
    private static final int TAG_VALUE = 8_000;
    private static final int EXPERIMENT_TAG_VALUE = 20_000;
    private static final int MODEL_TAG_VALUE = 100_000;
    private static final int ALIAS = 255;
    private static final int NAME = 500;
    private static final int METRICS = 1_000;
    private static final int PARAMS_OR_TAGS = 100;
    private static final int DATASETS = 1_000;

    private Limits() {}

    static void batch(Collection<Metric> metrics, Map<String, String> params, Map<String, String> tags) {
        most("metrics", metrics.size(), METRICS);
        most("params", params.size(), PARAMS_OR_TAGS);
        most("tags", tags.size(), PARAMS_OR_TAGS);
        most("entities", metrics.size() + params.size() + tags.size(), METRICS);
        metrics.forEach(Limits::metric);
        params(params);
        tags(tags);
    }

    static void datasets(int count) {
        most("datasets", count, DATASETS);
    }

    static void metric(Metric metric) {
        key("metric", metric.key());
        if (metric.time().toEpochMilli() < 0) {
            throw ApiError.invalid(
                    "Invalid value " + metric.time().toEpochMilli() + " for parameter 'timestamp' supplied:"
                            + " metric '" + metric.key() + "' needs a timestamp of at least 0");
        }
    }

    static void params(Map<String, String> params) {
        params.forEach((key, value) -> {
            key("param", key);
            length("Param value", value, PARAM_VALUE);
        });
    }

    static void tags(Map<String, String> tags) {
        tags(tags, TAG_VALUE);
    }

    static void experimentTags(Map<String, String> tags) {
        tags(tags, EXPERIMENT_TAG_VALUE);
    }

    static void modelTags(Map<String, String> tags) {
        tags(tags, MODEL_TAG_VALUE);
    }

    static void name(String what, String name) {
        length(what, name, NAME);
    }

    static void alias(String alias) {
        length("Registered model alias name", alias, ALIAS);
        if (!alias.matches("[\\w-]+") || alias.matches("[vV][0-9]+") || alias.equalsIgnoreCase("latest")) {
            throw ApiError.invalid("Invalid alias name: '" + alias + "'. It may hold letters, digits, '_' and '-', and"
                    + " must not be 'latest' or look like a version ('v3').");
        }
    }

    private static void tags(Map<String, String> tags, int most) {
        tags.forEach((key, value) -> {
            key("tag", key);
            length("Tag value", value, most);
        });
    }

    /** A key may be a relative path, as MLflow's clients make files of them. */
    private static void key(String what, String key) {
        boolean plain = key.matches("(?U)[/\\w.\\- :]+")
                && !key.startsWith("/")
                && !key.endsWith("/")
                && !key.contains("//")
                && !key.matches("(.*/)?\\.{1,2}(/.*)?");
        if (!plain) {
            throw ApiError.invalid("Invalid value \"" + key + "\" for parameter 'key' supplied: Names of " + what
                    + "s may only contain slashes, alphanumerics, underscores, periods, dashes, colons, and spaces, and"
                    + " must be plain relative paths.");
        }
        length(what + " key", key, KEY);
    }

    private static void length(String what, String text, int most) {
        if (text.length() > most) {
            throw ApiError.invalid(
                    "'" + what + "' exceeds the maximum length of " + most + " characters, got " + text.length());
        }
    }

    private static void most(String what, int count, int most) {
        if (count > most) {
            throw ApiError.invalid(
                    "A batch logging request can contain at most " + most + " " + what + ". Got " + count + " " + what);
        }
    }
}
