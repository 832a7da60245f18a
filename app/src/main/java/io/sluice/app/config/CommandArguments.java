package io.sluice.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line, parted into settings ({@code --trainer.period=1d}) and what is the command's own.
 *
 * @param command the command and its own options, in order
 * @param flags dotted keys and values
 * @param configFile from {@code --config}
 * @param printConfig whether {@code --print-config} was there
 */
public record CommandArguments(
        List<String> command, Map<String, String> flags, Optional<Path> configFile, boolean printConfig) {
    private static final String FILE_VARIABLE = "SLUICE_CONFIG";

    public CommandArguments {
        command = List.copyOf(command);
        flags = Map.copyOf(flags);
    }

    /** @throws IllegalArgumentException if a setting has no value */
    public static CommandArguments of(List<String> arguments) {
        List<String> command = new ArrayList<>();
        Map<String, String> flags = new LinkedHashMap<>();
        Optional<Path> file = Optional.empty();
        boolean print = false;
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            String name = argument.split("=", 2)[0];
            boolean setting = name.matches("--[a-z][a-z-]*(\\.[a-z0-9-]+)+");
            if (setting || name.equals("--config")) {
                boolean joined = argument.contains("=");
                if (!joined && at + 1 == arguments.size()) {
                    throw new IllegalArgumentException(name + " needs a value, as " + name + "=VALUE");
                }
                String value = joined ? argument.split("=", 2)[1] : arguments.get(++at);
                if (setting) {
                    flags.put(name.substring(2), value);
                } else {
                    file = Optional.of(Path.of(value));
                }
            } else if (argument.equals("--print-config")) {
                print = true;
            } else {
                command.add(argument);
            }
        }
        return new CommandArguments(command, flags, file, print);
    }

    /**
     * The settings in effect for this command line.
     *
     * @throws IllegalArgumentException as {@link Settings#of}, or if the configuration file cannot be read
     */
    public Settings settings(Map<String, String> environment) {
        Optional<Path> chosen = configFile.or(
                () -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of));
        return Settings.of(
                chosen.map(ConfigFile::read).orElse(Map.of()),
                chosen.map(Path::toString).orElse(""),
                environment,
                flags);
    }
}
