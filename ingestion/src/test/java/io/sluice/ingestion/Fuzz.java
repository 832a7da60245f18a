package io.sluice.ingestion;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.Promise;
import io.sluice.schemas.WireCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes messages from a seed: half of them noise from the first byte on, half of them wrong further in, or sound. */
final class Fuzz {
    private static final List<byte[]> HOSTILE = new ArrayList<>(Layout.hostile().values());
    private static final int HEADER_BYTES = 10;

    private final Random random;
    private final WireCodec codec = new WireCodec();
    private byte[] previous = {};
    private long behindSoundHeader;
    private long events;

    Fuzz(long seed) {
        random = new Random(seed);
    }

    long behindSoundHeader() {
        return behindSoundHeader;
    }

    byte[] key() {
        return random.nextInt(10) == 0 ? null : bytes(random.nextInt(12));
    }

    byte[] message(Instant now) {
        if (random.nextBoolean()) {
            return noise();
        }
        behindSoundHeader++;
        byte[] message = deeper(now);
        previous = message;
        return message;
    }

    private byte[] noise() {
        byte[] bytes = bytes(random.nextInt(200));
        switch (random.nextInt(4)) {
            case 0 -> prefix(bytes, 0xC3, 0x01);
            case 1 -> prefix(bytes, 0x00);
            case 2 -> prefix(bytes, '{', '"');
            default -> {}
        }
        return bytes;
    }

    private static void prefix(byte[] bytes, int... with) {
        for (int i = 0; i < Math.min(with.length, bytes.length); i++) {
            bytes[i] = (byte) with[i];
        }
    }

    private byte[] deeper(Instant now) {
        return switch (random.nextInt(10)) {
            case 0 -> replaced(now);
            case 1 -> flipped(codec.encode(event(now).build()));
            case 2 -> shortened(codec.encode(event(now).build()));
            case 3 -> followed(codec.encode(event(now).build()), bytes(1 + random.nextInt(100)));
            case 4 ->
                followed(Arrays.copyOf(codec.encode(event(now).build()), HEADER_BYTES), bytes(random.nextInt(300)));
            case 5 -> otherKind(now);
            case 6 -> codec.encode(misplaced(now));
            case 7 -> codec.encode(event(now).build());
            case 8 -> previous.length == 0 ? codec.encode(event(now).build()) : previous;
            default -> codec.encode(sameIdentity(now));
        };
    }

    private byte[] replaced(Instant now) {
        Layout layout = new Layout("f" + events++, "fuzz", now);
        List<String> fields = layout.fields();
        return layout.with(fields.get(random.nextInt(fields.size())), HOSTILE.get(random.nextInt(HOSTILE.size())));
    }

    private byte[] otherKind(Instant now) {
        byte[] other = random.nextBoolean()
                ? codec.encode(Promise.newBuilder()
                        .setBefore(Instant.ofEpochMilli(random.nextLong()))
                        .build())
                : codec.encode(InventoryEvent.newBuilder()
                        .setEventId("i")
                        .setEventTime(now)
                        .setItemId("i")
                        .build());
        return random.nextBoolean() ? other : flipped(other);
    }

    /** Sound bytes that say something impossible. */
    private BehaviorEvent misplaced(Instant now) {
        BehaviorEvent.Builder event = event(now);
        ItemRef.Builder item = ItemRef.newBuilder().setItemId("i");
        return switch (random.nextInt(9)) {
            case 0 ->
                event.setEventTime(now.plusSeconds(301 + random.nextInt(1 << 20)))
                        .build();
            case 1 ->
                event.setEventTime(now.minusSeconds(601 + random.nextInt(1 << 20)))
                        .build();
            case 2 ->
                event.setEventTime(Instant.ofEpochMilli(random.nextLong())).build();
            case 3 -> event.setAction(Action.UNKNOWN).build();
            case 4 -> event.setItems(List.of()).build();
            case 5 ->
                event.setItems(List.of(item.setQuantity(-random.nextInt(100)).build()))
                        .build();
            case 6 ->
                event.setItems(List.of(item.setUnitPriceMinor(random.nextLong()).build()))
                        .build();
            case 7 -> event.setEventId("").build();
            default ->
                event.setItems(List.of(
                                item.setPropensity(random.nextGaussian() * 2).build()))
                        .build();
        };
    }

    private BehaviorEvent sameIdentity(Instant now) {
        return event(now)
                .setEventId("e" + Math.max(0, events - 1 - random.nextInt(3)))
                .setUserKey("user-0")
                .build();
    }

    private BehaviorEvent.Builder event(Instant now) {
        // A few users send most of what is sent: some of them too much.
        String user = "user-" + (random.nextInt(4) == 0 ? 0 : random.nextInt(1_000));
        return BehaviorEvent.newBuilder()
                .setEventId("e" + events++)
                .setEventTime(now.minusMillis(random.nextInt(500_000)))
                .setUserKey(user)
                .setAction(Action.values()[1 + random.nextInt(Action.values().length - 1)])
                .setItems(List.of(ItemRef.newBuilder()
                        .setItemId("item-" + random.nextInt(100))
                        .build()));
    }

    private byte[] flipped(byte[] sound) {
        byte[] bytes = sound.clone();
        for (int flips = random.nextInt(6); flips >= 0; flips--) {
            bytes[HEADER_BYTES + random.nextInt(bytes.length - HEADER_BYTES)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private byte[] shortened(byte[] sound) {
        return Arrays.copyOf(sound, HEADER_BYTES + random.nextInt(sound.length - HEADER_BYTES));
    }

    private static byte[] followed(byte[] first, byte[] then) {
        return ByteBuffer.allocate(first.length + then.length)
                .put(first)
                .put(then)
                .array();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return random.nextInt(4) == 0 ? Arrays.copyOf("text that is no event".getBytes(UTF_8), length) : bytes;
    }
}
