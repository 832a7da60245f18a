package io.sluice.app.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Next-item benchmark files, gzip or plain, UTF-8: item ids separated by blanks, one session or question a line. */
final class SessionFile {
    private static final int GZIP_MAGIC = 0x1f8b;

    private SessionFile() {}

    /**
     * A question of a test file.
     *
     * @param before the session so far, oldest first, at least one item
     */
    record Question(List<String> before, String next) {}

    /**
     * Sessions of a training file, oldest first; lines that are blank are skipped.
     *
     * @throws IllegalArgumentException if there is none, or a line has a tab (it is a test file)
     * @throws UncheckedIOException if the file cannot be read
     */
    static List<List<String>> sessions(Path file) {
        List<List<String>> sessions = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.indexOf('\t') >= 0) {
                throw new IllegalArgumentException(file
                        + " has a tab in a session: a training file has item ids separated by blanks, this looks like a"
                        + " test file");
            }
            sessions.add(items(line));
        }
        if (sessions.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no session; expected item ids separated by blanks");
        }
        return sessions;
    }

    /**
     * Questions of a test file: prefix, tab, next item.
     *
     * @throws IllegalArgumentException naming the first line that is not one, or if there is none
     * @throws UncheckedIOException if the file cannot be read
     */
    static List<Question> questions(Path file) {
        List<Question> questions = new ArrayList<>();
        for (String line : lines(file)) {
            String[] sides = line.split("\t", -1);
            if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
                throw new IllegalArgumentException(
                        file + " has a line that is not a prefix, a tab and the next item: \"" + line + "\"");
            }
            questions.add(new Question(items(sides[0]), sides[1].strip()));
        }
        if (questions.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no question; expected prefix, tab, next item");
        }
        return questions;
    }

    private static List<String> items(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    private static List<String> lines(Path file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }
}
