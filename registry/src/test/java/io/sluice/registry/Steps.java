package io.sluice.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Counts every operation on the disk and every statement, and lets something happen at one of them. */
final class Steps implements Disk, Consumer<String> {
    private final long fatal;
    private final Runnable death;
    private long reached;

    /** @param fatal the step, from 1, before which {@code death} happens; 0 for none */
    Steps(long fatal, Runnable death) {
        this.fatal = fatal;
        this.death = death;
    }

    long reached() {
        return reached;
    }

    /** After a death that lets the process go on, nothing reaches the disk any more. */
    private void step() {
        reached++;
        if (fatal > 0 && reached >= fatal) {
            death.run();
        }
    }

    @Override
    public void accept(String statement) {
        step();
    }

    @Override
    public Handle create(Path newFile) throws IOException {
        step();
        Handle handle = Disk.REAL.create(newFile);
        return new Handle() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                step();
                handle.write(bytes);
            }

            @Override
            public void force() throws IOException {
                step();
                handle.force();
            }

            @Override
            public void close() throws IOException {
                handle.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step();
        Disk.REAL.move(from, to);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        step();
        Disk.REAL.createDirectory(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step();
        Disk.REAL.forceDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        Disk.REAL.delete(file);
    }
}
