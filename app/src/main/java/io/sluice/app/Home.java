package io.sluice.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory in which one embedded installation lives. Held by at most one process at a time. */
public final class Home implements AutoCloseable {
    /** Below this the broker's log segments and a checkpoint would not fit beside each other. */
    private static final long MINIMUM_FREE_BYTES = 512L << 20;

    private final Path root;
    private final FileChannel lockFile;

    private Home(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if need be and takes it.
     *
     * @throws BrokenWorld if it cannot be written to, has too little space, or another process holds it
     */
    public static Home take(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < MINIMUM_FREE_BYTES) {
                throw new BrokenWorld(root + " has " + (free >> 20) + " MiB free, but Sluice needs "
                        + (MINIMUM_FREE_BYTES >> 20) + " MiB; free some space or choose another --dir");
            }
            return lock(root);
        } catch (IOException failure) {
            throw new BrokenWorld(
                    "cannot write to " + root + " (" + failure + "); choose another directory with --dir", failure);
        }
    }

    private static Home lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Home(root, channel);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            throw new BrokenWorld(root + " is already open in this process", heldByThisProcess);
        }
        channel.close();
        throw new BrokenWorld(root + " is in use by another Sluice; stop that one or choose another --dir");
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path streams() {
        return root.resolve("streams");
    }

    Path flink() {
        return root.resolve("flink");
    }

    Path warehouse() {
        return root.resolve("warehouse");
    }

    Path registry() {
        return root.resolve("registry");
    }

    Path work() {
        return root.resolve("work");
    }

    Path log() {
        return root.resolve("sluice.log");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException failure) {
            throw new BrokenWorld("cannot release " + root, failure);
        }
    }
}
