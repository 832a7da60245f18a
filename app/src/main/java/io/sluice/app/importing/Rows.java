package io.sluice.app.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The rows of one file, gzipped (by its name) or plain, read as they are asked for. */
final class Rows implements Iterator<Line>, Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Iterator<Line> lines;
    private final Closeable file;

    private Rows(Iterator<Line> lines, Closeable file) {
        this.lines = lines;
        this.file = file;
    }

    /** A separated file whose first row names the columns. */
    static Rows headed(Path path, char separator) {
        CsvReader<CsvRecord> csv = csv(path, separator);
        Iterator<CsvRecord> records = csv.iterator();
        List<String> header = records.hasNext() ? records.next().getFields() : List.of();
        return rows(records, header, csv);
    }

    /** A separated file without a header. */
    static Rows bare(Path path, char separator, List<String> header) {
        CsvReader<CsvRecord> csv = csv(path, separator);
        return rows(csv.iterator(), header, csv);
    }

    /** One JSON object per line; a line that is none has no columns. */
    static Rows json(Path path) {
        BufferedReader reader = new BufferedReader(reader(path));
        Stream<Line> lines = reader.lines().filter(text -> !text.isBlank()).map(Rows::json);
        return new Rows(lines.iterator(), reader);
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public Line next() {
        return lines.next();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Rows rows(Iterator<CsvRecord> records, List<String> header, Closeable file) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            places.put(header.get(i).strip(), i);
        }
        Iterator<Line> lines = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Line next() {
                return new CsvLine(records.next(), places);
            }
        };
        return new Rows(lines, file);
    }

    private static CsvReader<CsvRecord> csv(Path path, char separator) {
        return CsvReader.builder().fieldSeparator(separator).ofCsvRecord(reader(path));
    }

    private static Reader reader(Path path) {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
            boolean zipped = path.getFileName().toString().endsWith(".gz");
            return new InputStreamReader(zipped ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + path, broken);
        }
    }

    private static Line json(String text) {
        try {
            return new JsonLine(text, JSON.readTree(text));
        } catch (JsonProcessingException notJson) {
            return new JsonLine(text, JSON.createObjectNode());
        }
    }

    private record CsvLine(CsvRecord row, Map<String, Integer> places) implements Line {
        @Override
        public String get(String column) {
            int place = places.getOrDefault(column, Integer.MAX_VALUE);
            return place < row.getFieldCount() ? row.getField(place).strip() : "";
        }

        @Override
        public String content() {
            return String.join("\u001f", row.getFields());
        }
    }

    private record JsonLine(String content, JsonNode object) implements Line {
        @Override
        public String get(String column) {
            JsonNode value = object.get(column);
            return value == null || value.isNull() ? "" : value.asText().strip();
        }
    }
}
