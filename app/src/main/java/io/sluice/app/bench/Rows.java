package io.sluice.app.bench;

import io.sluice.trainer.als.Confidences;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Rows of column numbers, such as users and the items they touched.
 *
 * @param width one more than the largest column
 */
record Rows(int width, int[][] columns) {
    /** One row per line: its number, then its columns, separated by blanks; gzip if the name ends so. */
    static Rows read(Path file) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            int[][] rows = lines.lines().map(line -> row(file, line)).toArray(int[][]::new);
            return of(rows);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot read " + file, refused);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    private static int[] row(Path file, String line) {
        try {
            return Arrays.stream(line.trim().split("\\s+"))
                    .skip(1)
                    .mapToInt(Integer::parseInt)
                    .distinct()
                    .toArray();
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    file + " must hold whole numbers, a row's own and its columns', got \"" + line + "\"", notANumber);
        }
    }

    private static Rows of(int[][] rows) {
        int width = Arrays.stream(rows).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
        return new Rows(width, rows);
    }

    /** Random rows of {@code each} columns, small numbers more often than large ones. */
    static Rows random(int count, int width, int each, long seed) {
        Random random = new Random(seed);
        int[][] rows = new int[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = random.doubles(2L * each)
                    .mapToInt(place -> (int) (width * place * place))
                    .distinct()
                    .limit(each)
                    .toArray();
        }
        return new Rows(width, rows);
    }

    int size() {
        return Arrays.stream(columns).mapToInt(row -> row.length).sum();
    }

    /** Every entry with the same confidence. */
    Confidences confidences(float confidence) {
        int[] starts = new int[columns.length + 1];
        for (int row = 0; row < columns.length; row++) {
            starts[row + 1] = starts[row] + columns[row].length;
        }
        int[] flat = Arrays.stream(columns).flatMapToInt(Arrays::stream).toArray();
        float[] values = new float[flat.length];
        Arrays.fill(values, confidence);
        return Confidences.of(width, starts, flat, values);
    }
}
