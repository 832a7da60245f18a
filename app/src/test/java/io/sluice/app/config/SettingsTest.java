package io.sluice.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path directory;

    @Test
    void shouldBeTheDefaultsWhereNobodySaysAnything() {
        Settings settings = Settings.of(NONE, "", Map.of("PATH", "/bin", "SLUICE_HEAP", "3g"), NONE);

        assertThat(settings.config()).isEqualTo(AppConfig.DEFAULTS);
        assertThat(settings.isDefault("trainer.window")).isTrue();
    }

    @Test
    void shouldLetFlagsBeatTheEnvironmentAndTheEnvironmentTheFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("sluice.yaml"),
                """
                trainer:
                  window: 10d
                  period: 12h
                  frozen-after: 3d
                  families: [popularity, als]
                time.day-starts: "07:00"
                """);
        CommandArguments arguments = CommandArguments.of(List.of(
                "demo",
                "--config",
                file.toString(),
                "--trainer.window=20d",
                "--days",
                "3",
                "--gate.testing.alpha",
                "0.1"));

        Settings settings =
                arguments.settings(Map.of("SLUICE_TRAINER__WINDOW", "15d", "SLUICE_TRAINER__FROZEN_AFTER", "5d"));

        assertThat(arguments.command()).containsExactly("demo", "--days", "3");
        assertThat(settings.config().trainer())
                .isEqualTo(new TrainerConfig(
                        "recommender",
                        Duration.ofHours(12),
                        Duration.ofDays(20),
                        List.of("popularity", "als"),
                        1,
                        Duration.ofDays(5)));
        assertThat(settings.config().time().dayStarts()).isEqualTo(LocalTime.of(7, 0));
        assertThat(settings.config().gate().testing().alpha()).isEqualTo(0.1);
        assertThat(settings.origins())
                .containsEntry("trainer.window", "--trainer.window")
                .containsEntry("trainer.frozen-after", "SLUICE_TRAINER__FROZEN_AFTER")
                .containsEntry("trainer.period", file.toString());
    }

    @Test
    void shouldNameEveryProblemAtOnceWithItsKeyRuleAndValue() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("trainer.windw", "10d");
        flags.put("gate.testing.alpha", "2");
        flags.put("features.parallelism", "many");
        flags.put("ingestion.lateness", "2d");

        assertThatThrownBy(() -> Settings.of(NONE, "", NONE, flags))
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("trainer.windw (--trainer.windw) is not a setting; did you mean trainer.window?")
                .hasMessageContaining("gate.testing.alpha must lie in (0, 0.5), got 2.0")
                .hasMessageContaining("features.parallelism must be a whole number, got \"many\"")
                .hasMessageContaining(
                        "ingestion.dedupe-horizon must be at least ingestion.lateness (PT48H), got PT24H");
    }

    @Test
    void shouldSayWhereEachValueCameFrom() {
        Settings settings = Settings.of(NONE, "", NONE, Map.of("trainer.seed", "9"));

        assertThat(settings.lines())
                .anyMatch(line -> line.matches("trainer.seed: 9 +# --trainer.seed"))
                .anyMatch(line -> line.matches("trainer.model: recommender +# default"));
    }

    @Test
    void shouldRefuseAFlagWithoutAValue() {
        assertThatThrownBy(() -> CommandArguments.of(List.of("demo", "--trainer.window")))
                .hasMessage("--trainer.window needs a value, as --trainer.window=VALUE");
    }

    @Test
    void shouldRefuseAMissingOrBrokenFile() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "trainer: [unclosed");

        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("none.yaml")))
                .hasMessageContaining("there is no configuration file");
        assertThatThrownBy(() -> ConfigFile.read(broken)).hasMessageContaining("is not YAML, line 1");
    }
}
