package io.sluice.registry;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The operations that durability rests on, one by one, so that tests can fail, kill or lose power between any two. */
interface Disk {
    /** Creates a file that must not be there. */
    Handle create(Path newFile) throws IOException;

    /** Replaces {@code to}, if there is one, at once. */
    void move(Path from, Path to) throws IOException;

    /** Creates one directory in an existing one. */
    void createDirectory(Path directory) throws IOException;

    /** Lets the names in a directory survive a power loss. */
    void forceDirectory(Path directory) throws IOException;

    void delete(Path file) throws IOException;

    /** A file that is being written. */
    interface Handle extends Closeable {
        void write(ByteBuffer bytes) throws IOException;

        /** Lets the bytes survive a power loss. */
        void force() throws IOException;
    }

    /** The disk of this machine. */
    Disk REAL = new Disk() {
        @Override
        public Handle create(Path newFile) throws IOException {
            FileChannel channel = FileChannel.open(newFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new Handle() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }

                @Override
                public void force() throws IOException {
                    channel.force(true);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void createDirectory(Path directory) throws IOException {
            Files.createDirectories(directory);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            try (FileChannel handle = FileChannel.open(directory, StandardOpenOption.READ)) {
                handle.force(true);
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }
    };
}
