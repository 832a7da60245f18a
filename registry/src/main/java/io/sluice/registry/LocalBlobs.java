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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Blobs as files below {@code blobs/}. */
final class LocalBlobs implements Blobs {
    /** Older unfinished files belong to a process that died. */
    private static final Duration ABANDONED = Duration.ofHours(6);

    private final Path directory;
    private final Path unfinished;
    private final Disk disk;
    private final DurableFiles files;

    /** Directories whose own names are known to survive a power loss: another process may have made them and died. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    private LocalBlobs(Path directory, Disk disk) {
        this.directory = directory;
        this.unfinished = directory.resolve("unfinished");
        this.disk = disk;
        this.files = new DurableFiles(disk);
    }

    static LocalBlobs open(Path root, Clock clock, Disk disk) {
        LocalBlobs blobs = new LocalBlobs(root.resolve("blobs"), disk);
        try {
            blobs.files.createDirectories(blobs.unfinished);
            disk.forceDirectory(root);
            disk.forceDirectory(blobs.directory);
            blobs.sweep(clock.instant().minus(ABANDONED));
        } catch (IOException e) {
            throw new RegistryFailure("cannot open the blobs in " + root, e);
        }
        return blobs;
    }

    @Override
    public StoredFile store(InputStream in, long mostBytes) {
        Path temporary = unfinished.resolve(UUID.randomUUID().toString());
        try {
            StoredFile stored = files.write(in, temporary, mostBytes);
            Path place = place(stored.sha256());
            createDurably(place.getParent());
            // Renamed even if the blob is there: the bytes are the same, and a damaged one is healed.
            files.publish(temporary, place);
            return stored;
        } catch (IOException e) {
            throw new RegistryFailure("cannot store a file in " + directory, e);
        } finally {
            files.deleteIfExists(temporary);
        }
    }

    @Override
    public InputStream open(StoredFile file) {
        Path place = place(file.sha256());
        try (InputStream in = Files.newInputStream(place, LinkOption.NOFOLLOW_LINKS)) {
            Blobs.verify(file, DurableFiles.measure(in));
            return Files.newInputStream(place, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new RegistryFailure("cannot read blob " + file.sha256(), e);
        }
    }

    @Override
    public boolean contains(StoredFile file) {
        return Files.isRegularFile(place(file.sha256()), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Map<String, Instant> all() {
        Map<String, Instant> all = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory, 2)) {
            for (Path each : tree.toList()) {
                if (each.getFileName().toString().matches("[0-9a-f]{64}")) {
                    all.put(
                            each.getFileName().toString(),
                            Files.getLastModifiedTime(each).toInstant());
                }
            }
        } catch (IOException e) {
            throw new RegistryFailure("cannot list the blobs in " + directory, e);
        }
        return all;
    }

    @Override
    public void delete(String sha256) {
        files.deleteIfExists(place(sha256));
    }

    private void createDurably(Path shard) throws IOException {
        if (!durable.contains(shard)) {
            files.createDirectories(shard);
            disk.forceDirectory(directory);
            durable.add(shard);
        }
    }

    private Path place(String sha256) {
        return directory.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private void sweep(Instant before) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> found = Files.list(unfinished)) {
            leftovers = found.toList();
        }
        for (Path leftover : leftovers) {
            try {
                if (Files.getLastModifiedTime(leftover).toInstant().isBefore(before)) {
                    disk.delete(leftover);
                }
            } catch (NoSuchFileException finishedMeanwhile) {
                continue;
            }
        }
    }
}
