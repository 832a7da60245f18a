package io.sluice.models;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link FieldWriter} wrote. Every length is checked against what is left before anything is allocated. */
final class FieldReader {
    private final ByteBuffer bytes;

    FieldReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    int whole() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    float number() {
        require(Float.BYTES);
        return bytes.getFloat();
    }

    String text() {
        byte[] encoded = new byte[length(1)];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    List<String> texts() {
        int count = length(Integer.BYTES);
        List<String> texts = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            texts.add(text());
        }
        return texts;
    }

    int[] wholes() {
        int[] values = new int[length(Integer.BYTES)];
        bytes.asIntBuffer().get(values);
        bytes.position(bytes.position() + values.length * Integer.BYTES);
        return values;
    }

    float[] numbers() {
        float[] values = new float[length(Float.BYTES)];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + values.length * Float.BYTES);
        return values;
    }

    void requireEnd() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes are left after the last field");
        }
    }

    private int length(int bytesEach) {
        int length = whole();
        if (length < 0) {
            throw new IllegalArgumentException("a length is at least 0, got " + length);
        }
        require((long) length * bytesEach);
        return length;
    }

    private void require(long wanted) {
        if (wanted > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
    }
}
