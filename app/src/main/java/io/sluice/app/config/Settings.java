package io.sluice.app.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings in effect and where each came from. Immutable.
 *
 * @param config the sections
 * @param origins by dotted key; a key that is not here has its default
 */
public record Settings(AppConfig config, Map<String, String> origins) {
    private static final String PREFIX = "SLUICE_";

    public Settings {
        origins = Map.copyOf(origins);
    }

    /** Whether nobody set {@code key}. */
    public boolean isDefault(String key) {
        return !origins.containsKey(key);
    }

    /**
     * Reads the settings. Flags beat environment beats file beats default.
     *
     * @param file dotted keys and values of the configuration file
     * @param fileName what to call the file in messages
     * @param environment all variables; only {@code SLUICE_SECTION__KEY} count
     * @param flags dotted keys and values
     * @throws ConfigProblems naming every unknown key, with the nearest known one, and every value that breaks a rule
     */
    public static Settings of(
            Map<String, String> file, String fileName, Map<String, String> environment, Map<String, String> flags) {
        SortedMap<String, String> values = new TreeMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        file.forEach((key, value) -> put(key, value, fileName, values, origins));
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && name.contains("__")) {
                put(keyOf(name), value, name, values, origins);
            }
        });
        flags.forEach((key, value) -> put(key, value, "--" + key, values, origins));
        RecordBinder binder = new RecordBinder(values, origins);
        AppConfig config = binder.bind(AppConfig.class, AppConfig.DEFAULTS);
        return new Settings(config, origins);
    }

    private static void put(
            String key, String value, String origin, Map<String, String> values, Map<String, String> origins) {
        values.put(key, value);
        origins.put(key, origin);
    }

    /** {@code SLUICE_TRAINER__FROZEN_AFTER} is {@code trainer.frozen-after}. */
    private static String keyOf(String variable) {
        return variable.substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", ".")
                .replace('_', '-');
    }

    /** Every setting, one per line, with its origin: what {@code --print-config} shows. Secrets are masked. */
    public List<String> lines() {
        Map<String, String> effective = RecordBinder.flat(config);
        int width = effective.entrySet().stream()
                .mapToInt(setting ->
                        setting.getKey().length() + setting.getValue().length() + 2)
                .max()
                .orElse(0);
        return effective.entrySet().stream()
                .map(setting -> String.format(
                        Locale.ROOT,
                        "%-" + width + "s  # %s",
                        setting.getKey() + ": " + shown(setting.getKey(), setting.getValue()),
                        origins.getOrDefault(setting.getKey(), "default")))
                .toList();
    }

    private static String shown(String key, String value) {
        boolean secret = key.matches(".*(secret|password|token|api-key).*");
        return secret && !value.isEmpty() ? "***" : value;
    }
}
