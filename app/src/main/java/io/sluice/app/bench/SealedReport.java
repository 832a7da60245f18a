package io.sluice.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A report whose configurations are settled: they and their hash are written before this object exists, and only it opens
 * the test file. So nothing that the test file says can have shaped them.
 */
final class SealedReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Optional<Path> file;
    private final ObjectNode report;

    private SealedReport(Optional<Path> file, ObjectNode report) {
        this.file = file;
        this.report = report;
    }

    /**
     * Writes configurations, their hash and that of the training file.
     *
     * @param file where the report goes; without one, the hash goes to the terminal only
     */
    static SealedReport of(List<Contender> contenders, Path train, int k, Optional<Path> file) {
        ObjectNode report = JSON.createObjectNode();
        report.put("k", k);
        report.put("train", train.getFileName().toString());
        report.put("trainSha256", sha256(read(train)));
        ObjectNode configurations = report.putObject("configurations");
        for (Contender contender : contenders) {
            ObjectNode configuration = configurations.putObject(contender.name());
            contender.configuration().forEach(configuration::put);
        }
        report.put("configurationHash", sha256(text(configurations).getBytes(StandardCharsets.UTF_8)));
        SealedReport sealed = new SealedReport(file, report);
        sealed.write();
        return sealed;
    }

    String configurationHash() {
        return report.get("configurationHash").asText();
    }

    /** Reads the test file. */
    List<SessionFile.Question> open(Path test) {
        return SessionFile.questions(test);
    }

    /** Writes the report anew, with {@code results} in it. */
    void add(ObjectNode results) {
        report.setAll(results);
        write();
    }

    private void write() {
        file.ifPresent(path -> {
            try {
                Path target = path.toAbsolutePath();
                Files.createDirectories(target.getParent());
                Path temporary = Files.createTempFile(target.getParent(), "bench", ".tmp");
                Files.writeString(temporary, text(report) + "\n");
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write " + path, failure);
            }
        });
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a tree of texts and numbers has a JSON form", impossible);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
