package io.sluice.simulator;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.WireCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What happens to events between the shopper and the log: delays, repeats, lateness, damage. */
final class Mishaps {
    private final ShopConfig.Faults faults;

    Mishaps(ShopConfig.Faults faults) {
        this.faults = faults;
    }

    void deliver(BehaviorEvent event, WireCodec codec, SplittableRandom random, Consumer<Delivery> out) {
        Instant arrival = arrival(event.getEventTime(), random);
        byte[] value = random.nextDouble() < faults.malformed() ? malformed(event, codec, random) : codec.encode(event);
        out.accept(behavior(event, value, arrival));
        if (random.nextDouble() < faults.duplicate()) {
            out.accept(behavior(event, value, arrival.plusMillis(1 + random.nextInt(120_000))));
        }
    }

    private Instant arrival(Instant eventTime, SplittableRandom random) {
        double fate = random.nextDouble();
        if (fate < faults.late()) {
            return eventTime.plus(faults.lateBy()).plusMillis(random.nextInt(3_600_000));
        }
        return fate < faults.late() + faults.delayed() ? eventTime.plus(part(faults.delay(), random)) : eventTime;
    }

    private static Duration part(Duration most, SplittableRandom random) {
        return Duration.ofMillis((long) (most.toMillis() * random.nextDouble()));
    }

    private static byte[] malformed(BehaviorEvent event, WireCodec codec, SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new byte[] {1, 2, 3};
            case 1 -> truncated(codec.encode(event));
            case 2 ->
                codec.encode(BehaviorEvent.newBuilder(event).setItems(List.of()).build());
            case 3 ->
                codec.encode(BehaviorEvent.newBuilder(event)
                        .setAction(Action.UNKNOWN)
                        .build());
            default ->
                codec.encode(BehaviorEvent.newBuilder(event).setEventId("").build());
        };
    }

    private static byte[] truncated(byte[] value) {
        return Arrays.copyOf(value, value.length / 2);
    }

    private static Delivery behavior(BehaviorEvent event, byte[] value, Instant arrival) {
        return new Delivery(Delivery.Stream.BEHAVIOR, event.getUserKey(), value, event.getEventTime(), arrival);
    }
}
