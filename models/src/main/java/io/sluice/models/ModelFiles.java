package io.sluice.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Models on disk: one {@value #FILE} in the model's directory. Equal models give equal bytes.
 *
 * <p>Format 2, big-endian: {@code SLUICE}, format (2 bytes), length of the whole file (8 bytes), family label, item ids,
 * the family's fields, SHA-256 of everything before it. Texts and arrays carry their length ahead (4 bytes).
 */
public final class ModelFiles {
    /** The file's name in a model's directory. */
    public static final String FILE = "model.bin";

    private static final byte[] MAGIC = "SLUICE".getBytes(StandardCharsets.US_ASCII);
    private static final short FORMAT = 2;
    private static final int HEADER = MAGIC.length + Short.BYTES + Long.BYTES;
    private static final int CHECKSUM = 32;

    private ModelFiles() {}

    /**
     * Writes {@code model} into {@code directory}, which is created if need be. The file appears whole or not at all: it
     * is written to a temporary name, forced to disk and renamed.
     *
     * @throws UncheckedIOException if the disk refuses
     * @throws IllegalArgumentException for a model that is not of this package
     */
    public static void save(Recommender model, Path directory) {
        if (!(model instanceof StoredModel stored)) {
            throw new IllegalArgumentException(
                    "no format for " + model.getClass().getName());
        }
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, FILE, ".tmp");
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(encode(stored));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    directory.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write a model to " + directory, refused);
        }
    }

    /**
     * Reads the model in {@code directory}.
     *
     * @throws UnreadableModel if its file is cut short, damaged or of a format this version does not know
     * @throws UncheckedIOException if there is none or the disk refuses
     */
    public static Recommender load(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return decode(file, Files.readAllBytes(file));
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot read " + file, refused);
        }
    }

    private static byte[] encode(StoredModel model) throws IOException {
        FieldWriter fields = new FieldWriter();
        fields.text(model.family().label());
        fields.texts(model.items().ids());
        model.write(fields);
        byte[] body = fields.toByteArray();
        int length = Math.addExact(HEADER + CHECKSUM, body.length);
        ByteBuffer file = ByteBuffer.allocate(length);
        file.put(MAGIC).putShort(FORMAT).putLong(length).put(body);
        return file.put(checksum(file.array())).array();
    }

    private static Recommender decode(Path file, byte[] bytes) {
        if (bytes.length < HEADER + CHECKSUM) {
            throw new UnreadableModel(file + " is cut short: " + bytes.length + " bytes are less than any model has");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        buffer.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new UnreadableModel(file + " is not a model: it does not begin with SLUICE");
        }
        short format = buffer.getShort();
        if (format != FORMAT) {
            throw new UnreadableModel(file + " has format " + format + ", this version reads " + FORMAT);
        }
        long length = buffer.getLong();
        if (length != bytes.length) {
            throw new UnreadableModel(
                    file + " is cut short or grown: it should have " + length + " bytes, has " + bytes.length);
        }
        if (!Arrays.equals(checksum(bytes), Arrays.copyOfRange(bytes, bytes.length - CHECKSUM, bytes.length))) {
            throw new UnreadableModel(file + " is damaged: its checksum does not fit its content");
        }
        return fields(file, buffer.limit(bytes.length - CHECKSUM));
    }

    private static Recommender fields(Path file, ByteBuffer body) {
        try {
            FieldReader fields = new FieldReader(body);
            Family family = Family.of(fields.text());
            Recommender model = read(family, ItemCatalog.of(fields.texts()), fields);
            fields.requireEnd();
            return model;
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            throw new UnreadableModel(file + " is malformed: " + malformed, malformed);
        }
    }

    static StoredModel read(Family family, ItemCatalog items, FieldReader fields) {
        return switch (family) {
            case POPULARITY -> PopularityModel.read(items, fields);
            case COVISITATION -> CovisitationModel.read(items, fields);
            case SESSION_KNN -> SessionKnnModel.read(items, fields);
            case SEQUENCE -> SequenceModel.read(items, fields);
            case SESSION_BOOST -> SessionBoostModel.read(items, fields);
            case RANKER -> RankerModel.read(items, fields);
            case ALS -> AlsModel.read(items, fields);
        };
    }

    private static byte[] checksum(byte[] file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(file, 0, file.length - CHECKSUM);
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
