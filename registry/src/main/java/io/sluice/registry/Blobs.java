package io.sluice.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Content-addressed files: the name of a file is the SHA-256 of its bytes, so nothing is ever overwritten and a flipped
 * bit is found on reading. Safe for several threads and processes. Methods throw {@link RegistryFailure} if the world
 * behind them does.
 */
interface Blobs extends AutoCloseable {
    /**
     * Copies a stream to its end; when this returns, its bytes survive a power loss.
     *
     * @throws IllegalArgumentException if it holds more than {@code mostBytes}
     */
    StoredFile store(InputStream in, long mostBytes);

    /**
     * Opens a file for reading after its bytes were found to be the ones that were stored; the caller closes it.
     *
     * @throws CorruptArtifact if they are not
     */
    InputStream open(StoredFile file);

    boolean contains(StoredFile file);

    /** SHA-256 of every stored file → when it was stored last. */
    Map<String, Instant> all();

    /** Removes a file; does nothing where there is none. */
    void delete(String sha256);

    /** Copies a regular file, and no link to one. */
    default StoredFile store(Path source) {
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
            return store(in, Long.MAX_VALUE);
        } catch (IOException e) {
            throw new RegistryFailure("cannot store " + source, e);
        }
    }

    /** Reads a whole file, verified. */
    default byte[] read(StoredFile file) {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new RegistryFailure("cannot read blob " + file.sha256(), e);
        }
    }

    /** Copies a file, verified, to a new path and forces it to the disk. */
    default void copy(StoredFile file, Path newFile) {
        try (InputStream in = open(file)) {
            verify(file, DurableFiles.REAL.write(in, newFile));
        } catch (IOException e) {
            throw new RegistryFailure("cannot copy blob " + file.sha256() + " to " + newFile, e);
        }
    }

    @Override
    default void close() {}

    static void verify(StoredFile expected, StoredFile found) {
        if (!found.equals(expected)) {
            throw new CorruptArtifact("blob " + expected.sha256() + " is damaged: expected " + expected.sizeBytes()
                    + " bytes, found " + found.sizeBytes() + " bytes with SHA-256 " + found.sha256());
        }
    }
}
