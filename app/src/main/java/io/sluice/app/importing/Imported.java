package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * An opened import: deliveries sorted by arrival, read from the files as they are asked for. The same files and options
 * give the same deliveries, so a position is a count. Not thread-safe; closing closes the files.
 */
public final class Imported implements Iterator<Delivery>, Closeable {
    private final String identity;
    private final Iterator<Delivery> deliveries;
    private final Tally tally;
    private final List<Closeable> open;

    Imported(String identity, Iterator<Delivery> deliveries, Tally tally, List<Closeable> open) {
        this.identity = identity;
        this.deliveries = deliveries;
        this.tally = tally;
        this.open = List.copyOf(open);
    }

    /** What was opened: format, file names and sizes; a key for remembering how far it has been replayed. */
    public String identity() {
        return identity;
    }

    /** What has been read so far: all of it only when there is no next. Merging reads one row ahead per file. */
    public ImportReport report() {
        return tally.report();
    }

    @Override
    public boolean hasNext() {
        return deliveries.hasNext();
    }

    @Override
    public Delivery next() {
        return deliveries.next();
    }

    @Override
    public void close() throws IOException {
        for (Closeable file : open) {
            file.close();
        }
    }
}
