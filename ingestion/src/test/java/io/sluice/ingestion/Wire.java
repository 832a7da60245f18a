package io.sluice.ingestion;

import io.sluice.schemas.WireCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;

/** Avro's binary encoding written by hand, so that it can be written wrong. */
final class Wire {
    private static final int HEADER_BYTES = 10;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins with the header of this kind of record in single-object encoding. */
    static Wire headerOf(SpecificRecord record) {
        return new Wire().raw(Arrays.copyOf(new WireCodec().encode(record), HEADER_BYTES));
    }

    Wire raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    Wire raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A zigzag number: a length, a count, an index or a value. */
    Wire number(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            out.write((int) (zigzag & 0x7F | 0x80));
            zigzag >>>= 7;
        }
        out.write((int) zigzag);
        return this;
    }

    Wire text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
