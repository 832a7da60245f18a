package io.sluice.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each key of each section, set to something other than its default, must arrive where it belongs. */
final class EverySettingTest {
    private static final Map<String, String> WITH_A_SYNTAX = Map.of(
            "ingestion.schema-registry-url", "http://127.0.0.1:8081",
            "ingestion.schema-ids", "7=BehaviorEvent-1",
            "registry.database", "jdbc:postgresql://127.0.0.1/registry",
            "registry.artifacts", "s3://models/sluice",
            "registry.webhooks", "https://shop.example/hook",
            "registry.webhook-secret", "sixteen characters",
            "registry.tracking-server", "http://127.0.0.1:5001");

    @Test
    void shouldBindEveryKeyByItsDottedName() {
        Map<String, String> others = new LinkedHashMap<>();
        RecordBinder.flat(AppConfig.DEFAULTS).forEach((key, value) -> others.put(key, other(value)));
        others.putAll(WITH_A_SYNTAX);

        AppConfig bound = Settings.of(others, "test", Map.of(), Map.of()).config();

        assertThat(RecordBinder.flat(bound)).isEqualTo(others);
        assertThat(others).doesNotContainValue("");
    }

    /** A neighbouring value that still keeps every section's rules. */
    private static String other(String value) {
        if (value.matches("true|false")) {
            return value.equals("true") ? "false" : "true";
        }
        if (value.matches("\\d+")) {
            return Long.toString(Long.parseLong(value) + 1);
        }
        if (value.matches("\\d+\\.\\d+(E-?\\d+)?")) {
            return Double.toString(Double.parseDouble(value) * 0.9);
        }
        if (value.startsWith("PT")) {
            return Duration.parse(value).multipliedBy(2).toString();
        }
        if (value.matches("\\d\\d:\\d\\d")) {
            return LocalTime.parse(value).plusHours(1).toString();
        }
        if (value.contains(",")) {
            return value.substring(0, value.lastIndexOf(','));
        }
        return value + "2";
    }
}
