package io.sluice.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is made from the sections' records and their Javadoc. With {@code -Dupdate-docs} this test
 * writes the page instead of comparing it.
 */
final class ConfigurationPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");

    @Test
    void shouldDescribeEverySettingAsTheCodeDoes() throws IOException {
        String page = page();
        if (System.getProperty("update-docs") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md; make it anew with: "
                        + "./mvnw -q test -pl app -am -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dupdate-docs")
                .isEqualTo(page);
    }

    private static String page() throws IOException {
        StringJoiner page = new StringJoiner("\n", "", "\n");
        page.add("# Configuration").add("");
        page.add(
                "Every setting has one dotted name: `trainer.window` in the file given by `--config` (YAML; sections may be");
        page.add(
                "nested), `--trainer.window=20d` as a flag, `SLUICE_TRAINER__WINDOW=20d` in the environment. Flags beat the");
        page.add(
                "environment, which beats the file, which beats the default. Durations are written `500ms`, `10m`, `1d` or as");
        page.add(
                "ISO 8601. `./sluice --print-config` shows the settings in effect and where each came from; a name that nobody");
        page.add("knows is an error. This page is made from the code by `ConfigurationPageTest`.");
        for (RecordComponent section : AppConfig.class.getRecordComponents()) {
            section(
                    page,
                    RecordBinder.kebab(section.getName()),
                    section.getType().asSubclass(Record.class));
        }
        return page.toString();
    }

    private static void section(StringJoiner page, String prefix, Class<? extends Record> type) throws IOException {
        String source = source(type);
        page.add("").add("## `" + prefix + "`").add("").add(summary(source)).add("");
        page.add("| setting | default | meaning |").add("| --- | --- | --- |");
        Map<String, String> defaults = RecordBinder.flat(AppConfig.DEFAULTS);
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + "." + RecordBinder.kebab(component.getName());
            if (!component.getType().isRecord()) {
                String standard = defaults.get(key);
                page.add("| `" + key + "` | " + (standard.isEmpty() ? "" : "`" + standard + "`") + " | "
                        + described(source, component.getName()) + " |");
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                section(
                        page,
                        prefix + "." + RecordBinder.kebab(component.getName()),
                        component.getType().asSubclass(Record.class));
            }
        }
    }

    private static String source(Class<?> type) throws IOException {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        String file = "src/main/java/" + outer.getName().replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> found = modules.map(module -> module.resolve(file))
                    .filter(Files::isRegularFile)
                    .toList();
            String text = Files.readString(found.get(0));
            int declared = text.indexOf("record " + type.getSimpleName() + "(");
            return text.substring(text.lastIndexOf("/**", declared), declared);
        }
    }

    private static String summary(String javadoc) {
        return plain(javadoc.split("@param|\\*/", 2)[0]);
    }

    private static String described(String javadoc, String parameter) {
        Matcher matcher = Pattern.compile("@param " + parameter + "\\s(.*?)(?=@param|\\*/)", Pattern.DOTALL)
                .matcher(javadoc);
        assertThat(matcher.find()).as("@param " + parameter + " in\n" + javadoc).isTrue();
        return plain(matcher.group(1));
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\n\\s*\\*", " ")
                .replace("/**", "")
                .replaceAll("\\{@(?:code|link|linkplain) #?([^}]*)}", "`$1`")
                .replaceAll("</?p>", "")
                .replace("|", "\\|")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
