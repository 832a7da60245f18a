package io.sluice.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Writes and reads records. Writes Avro's single-object encoding: two magic bytes, the eight-byte CRC-64-AVRO fingerprint of
 * the writer's schema (little endian), the body. Reads that and Confluent's wire format: a zero byte, the schema's id in its
 * registry (four bytes, big endian), the body. A topic may carry several record types, written with any released version of
 * their schemas; what is read is always the current one, and maps come back in the order of their keys, so that equal records
 * encode to equal bytes.
 *
 * <p>Not thread-safe: one per thread, since it reuses its buffers.
 */
public final class WireCodec {
    private static final byte MAGIC_0 = (byte) 0xC3;
    private static final byte MAGIC_1 = 0x01;
    private static final int HEADER_BYTES = 10;
    private static final byte CONFLUENT_MAGIC = 0;
    private static final int CONFLUENT_HEADER_BYTES = 5;

    static {
        // Avro refuses generated classes unless their package is trusted; we trust exactly ours, in every process.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT_TRUSTED_CLASSES,
                type -> type.getPackageName().equals(WireCodec.class.getPackageName())));
    }

    private static final SpecificData RECORDS = new OrderedMaps();

    private final SchemaIds ids;
    private final Map<Long, SpecificDatumReader<SpecificRecord>> byFingerprint = new HashMap<>();
    private final Map<Integer, SpecificDatumReader<SpecificRecord>> byId = new HashMap<>();
    private final Map<Schema, Writer> writers = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private final BoundedDecoder decoder = new BoundedDecoder();
    private BinaryEncoder encoder;

    /** A codec that knows every released schema, and no registry's ids. */
    public WireCodec() {
        this(SchemaIds.NONE);
    }

    /** A codec that also reads what registered producers write. */
    public WireCodec(SchemaIds ids) {
        this.ids = ids;
        for (Schema current : current()) {
            ReleasedSchemas.bundled().versions(current.getName()).forEach(released -> know(released, current));
            know(current, current);
        }
    }

    private void know(Schema writer, Schema reader) {
        byFingerprint.put(
                SchemaNormalization.parsingFingerprint64(writer), new SpecificDatumReader<>(writer, reader, RECORDS));
    }

    /** The current schemas of everything that travels on its own. */
    public static List<Schema> current() {
        return List.of(
                BehaviorEvent.getClassSchema(),
                InventoryEvent.getClassSchema(),
                Promise.getClassSchema(),
                Cut.getClassSchema(),
                Promotion.getClassSchema());
    }

    /** Encodes {@code record}; the returned array is the caller's. */
    public byte[] encode(SpecificRecord record) {
        Writer writer = writers.computeIfAbsent(record.getSchema(), Writer::new);
        out.reset();
        try {
            out.write(writer.header);
            encoder = EncoderFactory.get().binaryEncoder(out, encoder);
            writer.datum.write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return out.toByteArray();
    }

    /**
     * Decodes {@code bytes}, whatever they are.
     *
     * @return the record, or {@link RejectReason#UNDECODABLE} or {@link RejectReason#UNKNOWN_SCHEMA} with a detail
     * @throws SchemaRegistryUnavailable if the bytes name a schema id that nobody can look up now; no other exception
     */
    public Parsed<SpecificRecord> decode(byte[] bytes) {
        if (bytes.length >= HEADER_BYTES && bytes[0] == MAGIC_0 && bytes[1] == MAGIC_1) {
            return singleObject(bytes);
        }
        if (isRegistered(bytes)) {
            return registered(bytes);
        }
        return new Parsed.Rejected<>(
                RejectReason.UNDECODABLE,
                bytes.length + " bytes begin neither with Avro's single-object marker C3 01 and a fingerprint nor with"
                        + " Confluent's 00 and a schema id; encode with the message encoder of the generated class or"
                        + " with Confluent's serializer");
    }

    /** Whether these bytes look like Confluent's wire format, whose meaning is in a registry. */
    public static boolean isRegistered(byte[] bytes) {
        return bytes.length >= CONFLUENT_HEADER_BYTES && bytes[0] == CONFLUENT_MAGIC;
    }

    private Parsed<SpecificRecord> singleObject(byte[] bytes) {
        long fingerprint = ByteBuffer.wrap(bytes, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        SpecificDatumReader<SpecificRecord> reader = byFingerprint.get(fingerprint);
        if (reader == null) {
            return new Parsed.Rejected<>(
                    RejectReason.UNKNOWN_SCHEMA,
                    String.format(
                            "schema fingerprint %016x is none of the %d released ones; release the schema first",
                            fingerprint, byFingerprint.size()));
        }
        return body(bytes, HEADER_BYTES, reader);
    }

    private Parsed<SpecificRecord> registered(byte[] bytes) {
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        SpecificDatumReader<SpecificRecord> known = byId.get(id);
        if (known != null) {
            return body(bytes, CONFLUENT_HEADER_BYTES, known);
        }
        return ids.find(id)
                .match(schema -> reader(id, schema), Parsed.Rejected<SpecificDatumReader<SpecificRecord>>::new)
                .match(reader -> body(bytes, CONFLUENT_HEADER_BYTES, reader), Parsed.Rejected<SpecificRecord>::new);
    }

    /** What others registered is used only if it says one of our records in a way that ours can read. */
    private Parsed<SpecificDatumReader<SpecificRecord>> reader(int id, Schema writer) {
        Optional<Schema> ours = current().stream()
                .filter(current -> writer.getType() == Schema.Type.RECORD
                        && current.getFullName().equals(writer.getFullName()))
                .findFirst();
        if (ours.isEmpty()) {
            return unusable(id, "is " + writer.getFullName() + ", which is none of Sluice's records");
        }
        if (SchemaDifferences.isRecursive(writer)) {
            return unusable(id, "refers to itself, which no record of Sluice does");
        }
        List<String> differences = SchemaDifferences.between(ours.get(), writer);
        if (!differences.isEmpty()) {
            return unusable(id, "cannot be read as " + ours.get().getFullName() + ": " + differences);
        }
        SpecificDatumReader<SpecificRecord> reader = new SpecificDatumReader<>(writer, ours.get(), RECORDS);
        byId.put(id, reader);
        return new Parsed.Ok<>(reader);
    }

    private static <T> Parsed<T> unusable(int id, String why) {
        return new Parsed.Rejected<>(RejectReason.UNKNOWN_SCHEMA, "schema id " + id + " " + why);
    }

    private Parsed<SpecificRecord> body(byte[] bytes, int from, SpecificDatumReader<SpecificRecord> reader) {
        try {
            SpecificRecord record = reader.read(null, decoder.on(bytes, from));
            if (decoder.remainingBytes() > 0) {
                return undecodable(reader, decoder.remainingBytes() + " bytes follow after the record");
            }
            return new Parsed.Ok<>(record);
        } catch (IOException
                | AvroRuntimeException
                | ArithmeticException
                | IndexOutOfBoundsException
                | ClassCastException
                | UnsupportedOperationException malformed) {
            return undecodable(reader, String.valueOf(malformed.getMessage()));
        }
    }

    private static Parsed<SpecificRecord> undecodable(SpecificDatumReader<SpecificRecord> reader, String why) {
        return new Parsed.Rejected<>(
                RejectReason.UNDECODABLE, "not a " + reader.getSchema().getName() + ": " + why);
    }

    /** Makes our generated records, their maps in the order of the keys. */
    private static final class OrderedMaps extends SpecificData {
        private OrderedMaps() {
            super(WireCodec.class.getClassLoader());
            addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        }

        @Override
        public Object newMap(Object old, int size) {
            return new TreeMap<String, Object>();
        }
    }

    private static final class Writer {
        private final byte[] header;
        private final SpecificDatumWriter<SpecificRecord> datum;

        private Writer(Schema schema) {
            datum = new SpecificDatumWriter<>(schema);
            header = ByteBuffer.allocate(HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(MAGIC_0)
                    .put(MAGIC_1)
                    .putLong(SchemaNormalization.parsingFingerprint64(schema))
                    .array();
        }
    }
}
