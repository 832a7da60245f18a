package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Several feeds, each sorted by arrival, as one; ties in the order of the feeds. Refuses a feed that is not sorted. */
final class MergedFeed implements Iterator<Delivery> {
    private record Head(Delivery delivery, int feed) {}

    private final List<? extends Iterator<Delivery>> feeds;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparing((Head head) -> head.delivery.arrival()).thenComparingInt(Head::feed));
    private Instant last = Instant.MIN;

    MergedFeed(List<? extends Iterator<Delivery>> feeds) {
        this.feeds = List.copyOf(feeds);
        for (int feed = 0; feed < feeds.size(); feed++) {
            advance(feed);
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Delivery next() {
        if (heads.isEmpty()) {
            throw new NoSuchElementException("all feeds have ended");
        }
        Head head = heads.remove();
        if (head.delivery.arrival().isBefore(last)) {
            throw new IllegalStateException("the input is not sorted by time: " + head.delivery.arrival() + " follows "
                    + last + "; sort the file, or import it as csv, which sorts");
        }
        last = head.delivery.arrival();
        advance(head.feed);
        return head.delivery;
    }

    private void advance(int feed) {
        if (feeds.get(feed).hasNext()) {
            heads.add(new Head(feeds.get(feed).next(), feed));
        }
    }
}
