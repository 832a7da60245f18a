package io.sluice.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Content-addressed files below {@code blobs/}: the name of a file is the SHA-256 of its bytes, so nothing is ever
 * overwritten and a flipped bit is found on reading. Safe for several threads and processes.
 */
final class Blobs {
    /** Older unfinished files belong to a process that died. */
    private static final Duration ABANDONED = Duration.ofHours(6);

    private final Path directory;
    private final Path unfinished;

    private Blobs(Path directory) {
        this.directory = directory;
        this.unfinished = directory.resolve("unfinished");
    }

    static Blobs open(Path root, Clock clock) {
        Blobs blobs = new Blobs(root.resolve("blobs"));
        try {
            DurableFiles.createDirectories(blobs.unfinished);
            blobs.sweep(clock.instant().minus(ABANDONED));
        } catch (IOException e) {
            throw new RegistryFailure("cannot open the blobs in " + root, e);
        }
        return blobs;
    }

    /** Copies a regular file; when this returns, its bytes survive a power loss. */
    StoredFile store(Path source) {
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
            return store(in, Long.MAX_VALUE);
        } catch (IOException e) {
            throw new RegistryFailure("cannot store " + source, e);
        }
    }

    /**
     * Copies a stream to its end; when this returns, its bytes survive a power loss.
     *
     * @throws IllegalArgumentException if it holds more than {@code mostBytes}
     */
    StoredFile store(InputStream in, long mostBytes) {
        Path temporary = unfinished.resolve(UUID.randomUUID().toString());
        try {
            StoredFile stored = DurableFiles.write(in, temporary, mostBytes);
            Path place = place(stored.sha256());
            DurableFiles.createDirectories(place.getParent());
            // Renamed even if the blob is there: the bytes are the same, and a damaged one is healed.
            DurableFiles.publish(temporary, place);
            return stored;
        } catch (IOException e) {
            throw new RegistryFailure("cannot store a file", e);
        } finally {
            DurableFiles.deleteIfExists(temporary);
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws CorruptArtifact if the bytes are not the ones that were stored
     */
    byte[] read(StoredFile file) {
        try {
            byte[] bytes = Files.readAllBytes(place(file.sha256()));
            verify(file, new StoredFile(Sha256.of(bytes), bytes.length));
            return bytes;
        } catch (IOException e) {
            throw new RegistryFailure("cannot read blob " + file.sha256(), e);
        }
    }

    /**
     * Opens a file for reading after its bytes were found to be the ones that were stored; the caller closes it.
     *
     * @throws CorruptArtifact if they are not
     */
    InputStream open(StoredFile file) {
        Path place = place(file.sha256());
        try (InputStream in = Files.newInputStream(place, LinkOption.NOFOLLOW_LINKS)) {
            verify(file, DurableFiles.measure(in));
            return Files.newInputStream(place, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new RegistryFailure("cannot read blob " + file.sha256(), e);
        }
    }

    /**
     * Copies a file to a new path and forces it to the disk.
     *
     * @throws CorruptArtifact if the bytes are not the ones that were stored
     */
    void copy(StoredFile file, Path newFile) {
        try (InputStream in = Files.newInputStream(place(file.sha256()))) {
            verify(file, DurableFiles.write(in, newFile));
        } catch (IOException e) {
            throw new RegistryFailure("cannot copy blob " + file.sha256() + " to " + newFile, e);
        }
    }

    private static void verify(StoredFile expected, StoredFile found) {
        if (!found.equals(expected)) {
            throw new CorruptArtifact("blob " + expected.sha256() + " is damaged: expected " + expected.sizeBytes()
                    + " bytes, found " + found.sizeBytes() + " bytes with SHA-256 " + found.sha256());
        }
    }

    private Path place(String sha256) {
        return directory.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private void sweep(Instant before) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(unfinished)) {
            leftovers = files.toList();
        }
        for (Path leftover : leftovers) {
            try {
                if (Files.getLastModifiedTime(leftover).toInstant().isBefore(before)) {
                    Files.delete(leftover);
                }
            } catch (NoSuchFileException finishedMeanwhile) {
                continue;
            }
        }
    }
}
