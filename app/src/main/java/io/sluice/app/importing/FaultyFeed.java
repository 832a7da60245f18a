package io.sluice.app.importing;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;

/** A feed with {@link Faults} in it, and the count of what was done to it. Not thread-safe. */
public final class FaultyFeed implements Iterator<Delivery> {
    /**
     * What has been done so far: {@code delivered = read + duplicated} once the feed has ended.
     *
     * @param read deliveries taken from the source
     * @param late of those, how many were held beyond the lateness bound
     * @param malformed of those, how many had their bytes damaged
     * @param duplicated extra deliveries of the same bytes
     */
    public record Counts(long read, long late, long malformed, long duplicated) {}

    private final Faults faults;
    private final Iterator<Delivery> source;
    private final SplittableRandom draws;
    private final WireCodec codec = new WireCodec();
    private final ArrivalOrder waiting = new ArrivalOrder();
    private Instant readUpTo = Instant.MIN;
    private long read;
    private long late;
    private long malformed;
    private long duplicated;

    FaultyFeed(Faults faults, Iterator<Delivery> source) {
        this.faults = faults;
        this.source = source;
        this.draws = new SplittableRandom(faults.seed());
    }

    public Counts counts() {
        return new Counts(read, late, malformed, duplicated);
    }

    @Override
    public boolean hasNext() {
        while (!waiting.hasUpTo(readUpTo) && source.hasNext()) {
            Delivery next = source.next();
            read++;
            readUpTo = next.arrival();
            send(next);
        }
        return !waiting.isEmpty();
    }

    @Override
    public Delivery next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the feed has ended after " + read + " deliveries read");
        }
        return waiting.take();
    }

    private void send(Delivery sound) {
        if (sound.stream() == Delivery.Stream.INVENTORY) {
            waiting.add(sound);
            maybeAgain(sound);
            return;
        }
        double fate = draws.nextDouble();
        if (fate < faults.late()) {
            late++;
            waiting.add(arriving(sound, beyondTheBound(sound)));
        } else if (fate < faults.late() + faults.malformed()) {
            malformed++;
            waiting.add(outOfOrder(carrying(sound, damaged(sound))));
        } else {
            Delivery delayed = outOfOrder(sound);
            waiting.add(delayed);
            maybeAgain(delayed);
        }
    }

    private Delivery outOfOrder(Delivery sound) {
        double u = draws.nextDouble();
        return arriving(sound, sound.arrival().plusMillis((long)
                (u * u * u * faults.disorder().toMillis())));
    }

    private Instant beyondTheBound(Delivery sound) {
        long bound = faults.lateness().toMillis();
        Instant arrival = sound.eventTime().plusMillis(bound + 1 + (long) (draws.nextDouble() * bound));
        return arrival.isBefore(sound.arrival()) ? sound.arrival() : arrival;
    }

    private void maybeAgain(Delivery first) {
        if (draws.nextDouble() >= faults.duplicates()) {
            return;
        }
        duplicated++;
        long room = Duration.between(first.arrival(), first.eventTime().plus(faults.lateness()))
                .toMillis();
        waiting.add(arriving(first, first.arrival().plusMillis((long) (draws.nextDouble() * Math.max(0, room)))));
    }

    private byte[] damaged(Delivery sound) {
        int kind = draws.nextInt(4);
        return codec.decode(sound.value())
                .match(record -> damaged(record, kind), (reason, detail) -> undecodable(sound.key()));
    }

    private byte[] damaged(SpecificRecord record, int kind) {
        if (kind == 0 || !(record instanceof BehaviorEvent event)) {
            return undecodable(String.valueOf(record));
        }
        BehaviorEvent.Builder damaged = BehaviorEvent.newBuilder(event);
        return codec.encode(
                switch (kind) {
                    case 1 -> damaged.setEventId("").build();
                    case 2 -> damaged.setItems(negativePrice(event.getItems())).build();
                    default -> damaged.setAction(Action.UNKNOWN).build();
                });
    }

    private static List<ItemRef> negativePrice(List<ItemRef> items) {
        List<ItemRef> damaged = new ArrayList<>(items);
        damaged.set(0, ItemRef.newBuilder(items.get(0)).setUnitPriceMinor(-100L).build());
        return damaged;
    }

    private static byte[] undecodable(String text) {
        return ("garbled " + text.substring(0, Math.min(40, text.length()))).getBytes(StandardCharsets.UTF_8);
    }

    private static Delivery arriving(Delivery sound, Instant arrival) {
        return new Delivery(sound.stream(), sound.key(), sound.value(), sound.eventTime(), arrival);
    }

    private static Delivery carrying(Delivery sound, byte[] value) {
        return new Delivery(sound.stream(), sound.key(), value, sound.eventTime(), sound.arrival());
    }
}
