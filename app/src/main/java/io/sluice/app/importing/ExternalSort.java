package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Sorts deliveries by arrival, ties in input order, holding a bounded number of them: sorted runs go to files, which are
 * merged. Reads all of its input at once; closing removes the files.
 */
final class ExternalSort implements Iterator<Delivery>, Closeable {
    private final Path scratch;
    private final List<Run> runs = new ArrayList<>();
    private final MergedFeed merged;

    ExternalSort(Iterator<Delivery> unsorted, int inMemory, Path scratch) {
        this.scratch = scratch;
        List<Delivery> held = new ArrayList<>();
        while (unsorted.hasNext()) {
            if (held.size() == inMemory) {
                spill(held);
            }
            held.add(unsorted.next());
        }
        held.sort(Comparator.comparing(Delivery::arrival));
        List<Iterator<Delivery>> sorted = new ArrayList<>(runs);
        sorted.add(held.iterator());
        merged = new MergedFeed(sorted);
    }

    @Override
    public boolean hasNext() {
        return merged.hasNext();
    }

    @Override
    public Delivery next() {
        return merged.next();
    }

    @Override
    public void close() throws IOException {
        for (Run run : runs) {
            run.close();
        }
    }

    private void spill(List<Delivery> held) {
        held.sort(Comparator.comparing(Delivery::arrival));
        try {
            Path file = Files.createTempFile(scratch, "sluice-sort-", ".run");
            file.toFile().deleteOnExit();
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                for (Delivery delivery : held) {
                    write(delivery, out);
                }
            }
            runs.add(new Run(file, held.size()));
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot sort in " + scratch, broken);
        }
        held.clear();
    }

    private static void write(Delivery delivery, DataOutputStream out) throws IOException {
        out.writeByte(delivery.stream().ordinal());
        out.writeUTF(delivery.key());
        out.writeLong(delivery.eventTime().toEpochMilli());
        out.writeLong(delivery.arrival().toEpochMilli());
        out.writeInt(delivery.value().length);
        out.write(delivery.value());
    }

    private static final class Run implements Iterator<Delivery>, Closeable {
        private final Path file;
        private final DataInputStream in;
        private long left;

        private Run(Path file, long size) throws IOException {
            this.file = file;
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
            this.left = size;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Delivery next() {
            if (left == 0) {
                throw new NoSuchElementException("the run has ended");
            }
            left--;
            try {
                Delivery.Stream stream = Delivery.Stream.values()[in.readByte()];
                String key = in.readUTF();
                Instant eventTime = Instant.ofEpochMilli(in.readLong());
                Instant arrival = Instant.ofEpochMilli(in.readLong());
                return new Delivery(stream, key, in.readNBytes(in.readInt()), eventTime, arrival);
            } catch (IOException broken) {
                throw new UncheckedIOException("cannot read back " + file, broken);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
            Files.deleteIfExists(file);
        }
    }
}
