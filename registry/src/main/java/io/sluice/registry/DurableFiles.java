package io.sluice.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Writing so that a reader, or a power loss, finds all of a file or none of it. */
final class DurableFiles {
    static final DurableFiles REAL = new DurableFiles(Disk.REAL);

    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk disk;

    DurableFiles(Disk disk) {
        this.disk = disk;
    }

    /** Copies {@code in} to a new file, forces it to the disk, and returns what was written. */
    StoredFile write(InputStream in, Path newFile) throws IOException {
        return write(in, newFile, Long.MAX_VALUE);
    }

    /** @throws IllegalArgumentException if {@code in} holds more than {@code mostBytes} */
    StoredFile write(InputStream in, Path newFile, long mostBytes) throws IOException {
        MessageDigest digest = Sha256.digest();
        long size = 0;
        try (Disk.Handle out = disk.create(newFile)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
                if (size > mostBytes) {
                    throw new IllegalArgumentException(
                            "a file may have " + mostBytes + " bytes, and this one has more");
                }
                out.write(ByteBuffer.wrap(buffer, 0, read));
            }
            out.force();
        }
        return new StoredFile(Sha256.hex(digest.digest()), size);
    }

    /** Reads to the end and returns what was read. */
    static StoredFile measure(InputStream in) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            size += read;
        }
        return new StoredFile(Sha256.hex(digest.digest()), size);
    }

    /** Removes what a failed write left; does nothing where it succeeded. */
    void deleteIfExists(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            throw new RegistryFailure("cannot remove " + file, e);
        }
    }

    /** Renames and makes the new name survive a power loss. */
    void publish(Path from, Path to) throws IOException {
        disk.move(from, to);
        disk.forceDirectory(to.toAbsolutePath().getParent());
    }

    /** Creates a directory with its parents, each of them durably. */
    void createDirectories(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            createDirectories(absolute.getParent());
            disk.createDirectory(absolute);
            disk.forceDirectory(absolute.getParent());
        }
    }

    /** Writes the files of a directory under a temporary name. */
    interface Filling {
        void into(Path temporary) throws IOException;
    }

    /**
     * Makes {@code target} appear at once with everything in it, or, if {@code filling} throws, not at all.
     *
     * @throws IllegalStateException if {@code target} exists
     */
    void createDirectory(Path target, Filling filling) {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute)) {
            throw new IllegalStateException("a version is written to a new directory only, but there is " + target);
        }
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
        try {
            createDirectories(temporary);
            filling.into(temporary);
            forceTree(temporary);
            publish(temporary, absolute);
        } catch (IOException e) {
            throw new RegistryFailure("cannot write " + target, e);
        } finally {
            deleteTree(temporary);
        }
    }

    private void forceTree(Path directory) throws IOException {
        for (Path each : deepestFirst(directory)) {
            if (Files.isDirectory(each)) {
                disk.forceDirectory(each);
            }
        }
    }

    /** Removes a directory with all that is in it; does nothing where there is none. */
    void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            for (Path each : deepestFirst(directory)) {
                disk.delete(each);
            }
        } catch (IOException e) {
            throw new RegistryFailure("cannot remove " + directory, e);
        }
    }

    private static List<Path> deepestFirst(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
