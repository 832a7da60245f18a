package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The deliveries made from one file's rows, in the file's order. */
final class RowFeed implements Iterator<Delivery> {
    /** Makes events of a row, or says why not. A {@link NumberFormatException} means {@link Skip#BAD_VALUE}. */
    interface Reader {
        void read(Line line, Desk desk);
    }

    private final Iterator<Line> rows;
    private final Reader reader;
    private final Desk desk;

    RowFeed(Iterator<Line> rows, Reader reader, Desk desk) {
        this.rows = rows;
        this.reader = reader;
        this.desk = desk;
    }

    @Override
    public boolean hasNext() {
        while (desk.isEmpty() && rows.hasNext()) {
            desk.begin();
            try {
                reader.read(rows.next(), desk);
            } catch (NumberFormatException unreadable) {
                desk.skip(Skip.BAD_VALUE);
            }
        }
        return !desk.isEmpty();
    }

    @Override
    public Delivery next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has ended");
        }
        return desk.take();
    }
}
