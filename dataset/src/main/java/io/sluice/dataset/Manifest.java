package io.sluice.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import io.sluice.schemas.WireCodec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Everything that went into one model version: with it, the version can be rebuilt and anybody can check that nothing
 * after {@link #informationCutOff} shaped it. Stored with the version as {@code manifest.json}.
 *
 * @param model registered name
 * @param family the algorithm
 * @param parameters hyperparameters by name, as text
 * @param cut the tables' snapshots that were read, with the offsets of the sources up to them
 * @param split where the retraining cycle drew its lines
 * @param learning what the shipped model was fitted on
 * @param informationCutOff the latest event time or arrival of anything that influenced the model, whichever is later
 * @param trainRows interactions in the training part
 * @param validationRows interactions in the validation part
 * @param interactionsFingerprint {@link Interactions#fingerprint} of what was learnt from
 * @param inventoryFingerprint {@link InventoryTimeline#fingerprint} of what was learnt from
 * @param schemaFingerprints CRC-64-AVRO per wire record, sixteen hexadecimal digits; see {@link #wireSchemas}
 * @param codeVersion of Sluice
 * @param numericProfile within which bytes are reproducible: JDK feature version, instruction set
 * @param parentVersion the version it started warm from, or was compared to; empty if none
 * @param files SHA-256 (lower-case hexadecimal) by path inside the artifact
 */
public record Manifest(
        String model,
        String family,
        SortedMap<String, String> parameters,
        long seed,
        Cut cut,
        TimeSplit split,
        TimeRange learning,
        Instant informationCutOff,
        long trainRows,
        long validationRows,
        String interactionsFingerprint,
        String inventoryFingerprint,
        SortedMap<String, String> schemaFingerprints,
        String codeVersion,
        String numericProfile,
        Optional<String> parentVersion,
        SortedMap<String, String> files) {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public Manifest {
        if (trainRows < 0 || validationRows < 0) {
            throw new IllegalArgumentException(
                    "row counts must not be negative, got " + trainRows + " and " + validationRows);
        }
        informationCutOff = informationCutOff.truncatedTo(ChronoUnit.MILLIS);
        parameters = sorted(parameters);
        schemaFingerprints = sorted(schemaFingerprints);
        files = sorted(files);
    }

    private static SortedMap<String, String> sorted(Map<String, String> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    /** The fingerprint of the current schema of every record that travels. */
    public static SortedMap<String, String> wireSchemas() {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (Schema schema : WireCodec.current()) {
            long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
            fingerprints.put(schema.getName(), String.format("%016x", fingerprint));
        }
        return fingerprints;
    }

    /** Indented JSON with a fixed order of keys and {@code \n} line ends: equal manifests, equal text. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("model", model).put("family", family);
        texts(root.putObject("parameters"), parameters);
        root.put("seed", seed);
        writeCut(root.putObject("cut"));
        ObjectNode lines = root.putObject("split");
        writeRange(lines.putObject("train"), split.train());
        writeRange(lines.putObject("validation"), split.validation());
        writeRange(lines.putObject("holdout"), split.holdout());
        writeRange(root.putObject("learning"), learning);
        root.put("informationCutOff", TIME.format(informationCutOff));
        root.put("trainRows", trainRows).put("validationRows", validationRows);
        root.put("interactionsFingerprint", interactionsFingerprint);
        root.put("inventoryFingerprint", inventoryFingerprint);
        texts(root.putObject("schemaFingerprints"), schemaFingerprints);
        root.put("codeVersion", codeVersion).put("numericProfile", numericProfile);
        parentVersion.ifPresent(parent -> root.put("parentVersion", parent));
        texts(root.putObject("files"), files);
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private void writeCut(ObjectNode node) {
        node.put("jobId", cut.getJobId()).put("checkpointId", cut.getCheckpointId());
        ArrayNode tables = node.putArray("tables");
        for (TableCut table : cut.getTables()) {
            ObjectNode entry = tables.addObject().put("table", table.getTable());
            table.getSnapshotId().ifPresent(snapshot -> entry.put("snapshot", snapshot));
            entry.put("completeBefore", TIME.format(table.getCompleteBefore()));
        }
        ObjectNode offsets = node.putObject("sourceOffsets");
        new TreeMap<>(cut.getSourceOffsets()).forEach(offsets::put);
    }

    private static void writeRange(ObjectNode node, TimeRange range) {
        node.put("from", TIME.format(range.from())).put("to", TIME.format(range.to()));
    }

    private static void texts(ObjectNode node, Map<String, String> texts) {
        texts.forEach(node::put);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the text is not JSON, lacks a field or is of another format version
     */
    public static Manifest fromJson(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("a manifest must be JSON", malformed);
        }
        if (root.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException(
                    "this version reads manifests of format " + FORMAT + ", got " + root.path("format"));
        }
        JsonNode lines = root.required("split");
        return new Manifest(
                text(root, "model"),
                text(root, "family"),
                texts(root, "parameters"),
                root.required("seed").asLong(),
                readCut(root.required("cut")),
                new TimeSplit(range(lines, "train"), range(lines, "validation"), range(lines, "holdout")),
                range(root, "learning"),
                Instant.parse(text(root, "informationCutOff")),
                root.required("trainRows").asLong(),
                root.required("validationRows").asLong(),
                text(root, "interactionsFingerprint"),
                text(root, "inventoryFingerprint"),
                texts(root, "schemaFingerprints"),
                text(root, "codeVersion"),
                text(root, "numericProfile"),
                root.has("parentVersion") ? Optional.of(text(root, "parentVersion")) : Optional.empty(),
                texts(root, "files"));
    }

    private static Cut readCut(JsonNode node) {
        List<TableCut> tables = new ArrayList<>();
        for (JsonNode table : node.required("tables")) {
            TableCut.Builder builder = TableCut.newBuilder()
                    .setTable(text(table, "table"))
                    .setCompleteBefore(Instant.parse(text(table, "completeBefore")));
            if (table.has("snapshot")) {
                builder.setSnapshotId(table.get("snapshot").asLong());
            }
            tables.add(builder.build());
        }
        Map<String, Long> offsets = new TreeMap<>();
        node.required("sourceOffsets")
                .properties()
                .forEach(entry -> offsets.put(entry.getKey(), entry.getValue().asLong()));
        return Cut.newBuilder()
                .setJobId(text(node, "jobId"))
                .setCheckpointId(node.required("checkpointId").asLong())
                .setTables(tables)
                .setSourceOffsets(offsets)
                .build();
    }

    private static TimeRange range(JsonNode node, String field) {
        JsonNode range = node.required(field);
        return new TimeRange(Instant.parse(text(range, "from")), Instant.parse(text(range, "to")));
    }

    private static SortedMap<String, String> texts(JsonNode node, String field) {
        SortedMap<String, String> texts = new TreeMap<>();
        node.required(field)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).asText();
    }
}
