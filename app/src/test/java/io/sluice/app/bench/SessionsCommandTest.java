package io.sluice.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SessionsCommandTest {
    @TempDir
    private Path directory;

    private Path train() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int session = 0; session < 60; session++) {
            int pair = session % 6;
            lines.append("a" + pair + " b" + pair + "\n");
        }
        return Files.writeString(directory.resolve("train.txt"), lines);
    }

    private Path gzip(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write(text);
        }
        return file;
    }

    private JsonNode run(Path train, Path test, String... more) throws IOException {
        Path json = directory.resolve("out").resolve("report.json");
        CommandLine command = new CommandLine(new SessionsCommand());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            throw failure;
        });
        String[] arguments = {"--train", train.toString(), "--test", test.toString(), "--json", json.toString()};
        String[] all = Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
        assertThat(command.execute(all)).isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void shouldMeasureByHandWorkedFigures() throws IOException {
        Path test = gzip("test.txt.gz", "a1\tb1\nb4 a2\tb2\na3\tnobody-knows\n");

        JsonNode row =
                run(train(), test, "--family", "session-knn").get("families").get(0);

        assertThat(row.get("name").asText()).isEqualTo("session-knn");
        assertThat(row.get("hr@20").asDouble()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(row.get("mrr@20").asDouble()).isBetween(1.0 / 3, 2.0 / 3);
        assertThat(row.get("coverage").asDouble()).isEqualTo(1);
        assertThat(row.get("bytes").asLong()).isPositive();
        assertThat(row.has("ndcg@20") && row.has("trainSeconds") && row.has("scoreSeconds"))
                .isTrue();
    }

    @Test
    void shouldReportTheShippedConfigurationAsBest() throws IOException {
        JsonNode report = run(train(), gzip("test.txt.gz", "a1\tb1\n"), "-k", "3");

        assertThat(report.get("families")).hasSize(Contender.DEFAULTS.size());
        assertThat(report.get("best").get("name").asText()).isEqualTo(Contender.BEST.name());
        assertThat(report.get("best").has("hr@3")).isTrue();
    }

    /** The hash stands in the report before the test file is looked at: here it does not even exist. */
    @Test
    void shouldWriteTheHashBeforeItOpensTheTestFile() throws IOException {
        Path json = directory.resolve("report.json");

        SealedReport sealed = SealedReport.of(Contender.DEFAULTS, train(), 20, Optional.of(json));
        assertThatThrownBy(() -> sealed.open(directory.resolve("missing.txt")))
                .isInstanceOf(UncheckedIOException.class);

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("configurationHash").asText())
                .isEqualTo(sealed.configurationHash())
                .hasSize(64);
        assertThat(report.get("configurations")
                        .get("session-boost")
                        .get("lessons")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void shouldRefuseFilesOfTheOtherKind() throws IOException {
        Path test = gzip("test.txt.gz", "a1\tb1\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionFile.sessions(test))
                .withMessageContaining("looks like a test file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionFile.questions(train()))
                .withMessageContaining("\"a0 b0\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionFile.sessions(gzip("empty.gz", "\n\n")))
                .withMessageContaining("holds no session");
    }
}
