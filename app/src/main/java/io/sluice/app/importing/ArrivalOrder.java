package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Deliveries waiting for their turn: leaves by arrival, ties in the order they were added. Holds only what waits. */
final class ArrivalOrder {
    private record Waiting(Delivery delivery, long added) {}

    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(
            Comparator.comparing((Waiting w) -> w.delivery.arrival()).thenComparingLong(Waiting::added));
    private long added;

    void add(Delivery delivery) {
        queue.add(new Waiting(delivery, added++));
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether a delivery is waiting that nothing added from {@code next} on can precede. */
    boolean hasUpTo(Instant next) {
        return !queue.isEmpty() && !queue.peek().delivery.arrival().isAfter(next);
    }

    Delivery take() {
        return queue.remove().delivery;
    }
}
