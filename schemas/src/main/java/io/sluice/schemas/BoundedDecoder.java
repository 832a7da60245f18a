package io.sluice.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding (Avro specification 1.12, "Binary Encoding") from one array, and believes no length: each is
 * compared with the bytes that are left before anything is allocated for it, and all arrays and maps of a message together
 * hold no more entries than the message has bytes. Text must be valid UTF-8, where Avro's own decoder puts replacement
 * characters.
 *
 * <p>Borrows the array. Not thread-safe.
 */
final class BoundedDecoder extends Decoder {
    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes = {};
    private int position;
    private long entriesLeft;

    /** Starts over at {@code from} of these bytes. */
    BoundedDecoder on(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
        this.entriesLeft = bytes.length - from;
        return this;
    }

    @Override
    public int remainingBytes() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {
        // Takes no bytes.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return switch (next()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new AvroRuntimeException("a boolean is neither 0 nor 1");
        };
    }

    @Override
    public int readInt() throws IOException {
        long value = variable(LONGEST_INT);
        if (value >>> Integer.SIZE != 0) {
            throw new AvroRuntimeException("a number takes more than 32 bits");
        }
        int zigzag = (int) value;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = variable(LONGEST_LONG);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private long variable(int longest) throws IOException {
        long value = 0;
        for (int taken = 0; taken < longest; taken++) {
            int piece = next();
            if (taken == LONGEST_LONG - 1 && piece > 1) {
                throw new AvroRuntimeException("a number takes more than 64 bits");
            }
            value |= (long) (piece & 0x7F) << (7 * taken);
            if ((piece & 0x80) == 0) {
                return value;
            }
        }
        throw new AvroRuntimeException("a number does not end after " + longest + " bytes");
    }

    @Override
    public float readFloat() throws IOException {
        int from = take(Float.BYTES);
        return Float.intBitsToFloat(Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(from)));
    }

    @Override
    public double readDouble() throws IOException {
        int from = take(Double.BYTES);
        return Double.longBitsToDouble(Long.reverseBytes(ByteBuffer.wrap(bytes).getLong(from)));
    }

    @Override
    public Utf8 readString(Utf8 ignored) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        int from = take(length);
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            verify(from, length);
        }
        return text;
    }

    /** Either the producer sent that character, or the bytes were no UTF-8. */
    private void verify(int from, int length) throws CharacterCodingException {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer ignored) throws IOException {
        int length = length();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, take(length), copy, 0, length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        take(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return block();
    }

    @Override
    public long arrayNext() throws IOException {
        return block();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return block();
    }

    @Override
    public long mapNext() throws IOException {
        return block();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    private long block() throws IOException {
        long count = readLong();
        if (count < 0) {
            // A negative count announces the block's size in bytes, for those who want to skip it.
            bounded(readLong());
            count = -count;
        }
        return entries(count);
    }

    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            take(bounded(readLong()));
            count = readLong();
        }
        return entries(count);
    }

    private long entries(long count) {
        if (count < 0 || count > entriesLeft) {
            throw new AvroRuntimeException(
                    "a list or map claims " + count + " entries, more than its message has bytes");
        }
        entriesLeft -= count;
        return count;
    }

    private int length() throws IOException {
        return bounded(readLong());
    }

    private int bounded(long length) {
        if (length < 0 || length > remainingBytes()) {
            throw new AvroRuntimeException(
                    "a length of " + length + " is claimed, but " + remainingBytes() + " bytes are left");
        }
        return (int) length;
    }

    private int next() throws IOException {
        return bytes[take(1)] & 0xFF;
    }

    /** Moves on and returns where the taken bytes begin. */
    private int take(int count) throws IOException {
        if (count > remainingBytes()) {
            throw new EOFException("the bytes end in the middle of a field");
        }
        int from = position;
        position += count;
        return from;
    }
}
