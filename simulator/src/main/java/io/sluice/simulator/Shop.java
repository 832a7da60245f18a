package io.sluice.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The simulated shop: everything its shoppers and its inventory send, in order of arrival, day by day in constant memory.
 * Each iterator starts from the first day; same configuration, same deliveries.
 */
public final class Shop {
    private static final Comparator<Delivery> BY_ARRIVAL = Comparator.comparing(Delivery::arrival)
            .thenComparing(Delivery::eventTime)
            .thenComparing(Delivery::stream)
            .thenComparing(Delivery::key)
            .thenComparing(Delivery::value, Arrays::compare);

    private final ShopConfig config;

    public Shop(ShopConfig config) {
        this.config = config;
    }

    /** Names the input: two shops with the same name send the same events, day for day. */
    public String name() {
        return "simulator-" + config.seed() + "-" + config.shoppers() + "-" + config.items() + "-"
                + config.sessionsPerDay() + "-"
                + Integer.toHexString(config.faults().hashCode());
    }

    /** All deliveries, in order of arrival. */
    public Iterator<Delivery> deliveries() {
        return new Days();
    }

    private final class Days implements Iterator<Delivery> {
        private final PriorityQueue<Delivery> pending = new PriorityQueue<>(BY_ARRIVAL);
        private final DayInTheShop dayInTheShop = new DayInTheShop(config);
        private int nextDay;

        @Override
        public boolean hasNext() {
            fill();
            return !pending.isEmpty();
        }

        @Override
        public Delivery next() {
            fill();
            if (pending.isEmpty()) {
                throw new NoSuchElementException("the shop has closed after " + config.days() + " days");
            }
            return pending.remove();
        }

        /** A delivery may go out once no later day can send an earlier one. */
        private void fill() {
            while (nextDay < config.days()
                    && (pending.isEmpty() || !pending.peek().arrival().isBefore(startOf(nextDay)))) {
                dayInTheShop.simulate(nextDay++, this::keep);
            }
        }

        /** What arrives after the last day belongs to a longer run, so that a shorter one is its beginning. */
        private void keep(Delivery delivery) {
            if (delivery.arrival().isBefore(startOf(config.days()))) {
                pending.add(delivery);
            }
        }

        private Instant startOf(int day) {
            return config.start().plus(Duration.ofDays(day));
        }
    }
}
