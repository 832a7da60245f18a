package io.sluice.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Works on the real disk and remembers what of it a power loss may take away: bytes that no {@code force} of their file
 * covered, and names that no {@code force} of their directory covered. Names of one directory are lost from the last
 * back, as journals do; bytes are cut anywhere.
 */
final class PowerLossDisk implements Disk {
    private final Path root;

    /** What each file holds after a power loss at worst; a file keeps its identity when it is renamed. */
    private static final class Inode {
        private byte[] durable = new byte[0];
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final boolean directory;

        private Inode(boolean directory) {
            this.directory = directory;
        }
    }

    private record Change(Path name, Optional<Inode> inode) {}

    private final Map<Path, Inode> visible = new HashMap<>();
    private final Map<Path, Inode> durable = new TreeMap<>();
    private final Map<Path, List<Change>> pending = new HashMap<>();

    PowerLossDisk(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Writes to {@code target} what is left of the root after a power loss; the seed picks what is lost. */
    synchronized void lose(Path target, long seed) throws IOException {
        Random random = new Random(seed);
        Map<Path, Inode> left = new TreeMap<>(durable);
        for (List<Change> changes : pending.values()) {
            for (Change change : changes.subList(0, random.nextInt(changes.size() + 1))) {
                apply(left, change);
            }
        }
        Files.createDirectories(target);
        for (Map.Entry<Path, Inode> each : left.entrySet()) {
            Path parent = each.getKey().getParent();
            if (!parent.equals(root) && !left.containsKey(parent)) {
                continue; // its directory is lost
            }
            Path place = target.resolve(root.relativize(each.getKey()).toString());
            if (each.getValue().directory) {
                Files.createDirectories(place);
            } else {
                Files.write(place, survivors(each.getValue(), random));
            }
        }
    }

    private static byte[] survivors(Inode inode, Random random) {
        byte[] written = inode.written.toByteArray();
        int length = inode.durable.length + random.nextInt(written.length - inode.durable.length + 1);
        return java.util.Arrays.copyOf(written, length);
    }

    @Override
    public synchronized Handle create(Path newFile) throws IOException {
        Path file = newFile.toAbsolutePath();
        Handle real = Disk.REAL.create(file);
        Inode inode = new Inode(false);
        change(file, Optional.of(inode));
        return new Handle() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                synchronized (PowerLossDisk.this) {
                    inode.written.write(copy);
                    real.write(bytes);
                }
            }

            @Override
            public void force() {
                synchronized (PowerLossDisk.this) {
                    inode.durable = inode.written.toByteArray();
                }
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        Disk.REAL.move(from, to);
        Inode inode = visible.get(from.toAbsolutePath());
        change(to.toAbsolutePath(), Optional.of(inode));
        change(from.toAbsolutePath(), Optional.empty());
    }

    @Override
    public synchronized void createDirectory(Path directory) throws IOException {
        Disk.REAL.createDirectory(directory);
        change(directory.toAbsolutePath(), Optional.of(new Inode(true)));
    }

    @Override
    public synchronized void forceDirectory(Path directory) {
        List<Change> changes = pending.remove(directory.toAbsolutePath());
        if (changes != null) {
            changes.forEach(change -> apply(durable, change));
        }
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        if (Files.exists(file)) {
            Disk.REAL.delete(file);
            change(file.toAbsolutePath(), Optional.empty());
        }
    }

    private void change(Path name, Optional<Inode> inode) {
        Change change = new Change(name, inode);
        apply(visible, change);
        pending.computeIfAbsent(name.getParent(), none -> new ArrayList<>()).add(change);
    }

    private static void apply(Map<Path, Inode> names, Change change) {
        change.inode().ifPresentOrElse(inode -> names.put(change.name(), inode), () -> names.remove(change.name()));
    }
}
