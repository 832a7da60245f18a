package io.sluice.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Writes and reads records in Avro's single-object encoding: two magic bytes, the eight-byte CRC-64-AVRO fingerprint of
 * the writer's schema (little endian), the body. A topic may carry several record types; the fingerprint tells which.
 *
 * <p>Not thread-safe: one per thread, since it reuses its buffers.
 */
public final class WireCodec {
    private static final byte MAGIC_0 = (byte) 0xC3;
    private static final byte MAGIC_1 = 0x01;
    private static final int HEADER_BYTES = 10;

    static {
        // Avro refuses generated classes unless their package is trusted; we trust exactly ours, in every process.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT_TRUSTED_CLASSES,
                type -> type.getPackageName().equals(WireCodec.class.getPackageName())));
    }

    private final Map<Long, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
    private final Map<Schema, Writer> writers = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private BinaryEncoder encoder;
    private BinaryDecoder decoder;

    /** A codec that knows the current schema of every record in {@code sluice.avdl}. */
    public WireCodec() {
        for (Schema schema : current()) {
            readers.put(SchemaNormalization.parsingFingerprint64(schema), new SpecificDatumReader<>(schema));
        }
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
     * @return the record, or {@link RejectReason#UNDECODABLE} or {@link RejectReason#UNKNOWN_SCHEMA} with a detail;
     *     never an exception
     */
    public Parsed<SpecificRecord> decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
            return new Parsed.Rejected<>(
                    RejectReason.UNDECODABLE,
                    bytes.length + " bytes do not begin with Avro's single-object marker C3 01; encode with the"
                            + " message encoder of the generated class");
        }
        long fingerprint = ByteBuffer.wrap(bytes, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        SpecificDatumReader<SpecificRecord> reader = readers.get(fingerprint);
        if (reader == null) {
            return new Parsed.Rejected<>(
                    RejectReason.UNKNOWN_SCHEMA,
                    String.format(
                            "schema fingerprint %016x is none of the %d released ones; release the schema first",
                            fingerprint, readers.size()));
        }
        return body(bytes, reader);
    }

    private Parsed<SpecificRecord> body(byte[] bytes, SpecificDatumReader<SpecificRecord> reader) {
        decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
        try {
            SpecificRecord record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                return undecodable(reader, "bytes follow after the record");
            }
            return new Parsed.Ok<>(record);
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | ClassCastException
                | UnsupportedOperationException
                | NegativeArraySizeException malformed) {
            return undecodable(reader, String.valueOf(malformed.getMessage()));
        }
    }

    private static Parsed<SpecificRecord> undecodable(SpecificDatumReader<SpecificRecord> reader, String why) {
        return new Parsed.Rejected<>(
                RejectReason.UNDECODABLE, "not a " + reader.getSchema().getName() + ": " + why);
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
