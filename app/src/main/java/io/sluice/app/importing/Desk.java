package io.sluice.app.importing;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.WireCodec;
import io.sluice.simulator.Delivery;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the reader of one file puts what it made of a row; encodes and counts. Not thread-safe. */
final class Desk {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int ID_BYTES = 16;

    private final ImportOptions options;
    private final WireCodec codec = new WireCodec();
    private final MessageDigest digest = sha256();
    private final ArrayDeque<Delivery> made = new ArrayDeque<>();
    private final Tally tally;

    Desk(ImportOptions options, Tally tally) {
        this.options = options;
        this.tally = tally;
    }

    void begin() {
        tally.row();
    }

    void skip(Skip reason) {
        tally.skip(reason);
    }

    boolean isEmpty() {
        return made.isEmpty();
    }

    Delivery take() {
        return made.remove();
    }

    /** A 128-bit name for a row's content, so that rows that repeat each other have one identity. */
    String idOf(String file, Line line) {
        digest.update(file.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        byte[] hash = digest.digest(line.content().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    }

    void behavior(String id, Instant time, String user, String session, Action action, ItemRef item) {
        behavior(id, time, user, session, action, List.of(item), Map.of());
    }

    /** An empty session means that the log has none. */
    void behavior(
            String id,
            Instant time,
            String user,
            String session,
            Action action,
            List<ItemRef> items,
            Map<String, String> context) {
        BehaviorEvent.Builder event = BehaviorEvent.newBuilder()
                .setEventId(id)
                .setEventTime(time)
                .setUserKey(user)
                .setAction(action)
                .setItems(items)
                .setContext(context);
        if (!session.isEmpty()) {
            event.setSessionId(session);
        }
        byte[] bytes = codec.encode(event.build());
        tally.event();
        made.add(new Delivery(Delivery.Stream.BEHAVIOR, user, bytes, time, time.plus(options.delay())));
    }

    void inventory(InventoryEvent event) {
        Instant time = event.getEventTime();
        tally.event();
        made.add(new Delivery(
                Delivery.Stream.INVENTORY, event.getItemId(), codec.encode(event), time, time.plus(options.delay())));
    }

    ItemRef item(String id, int quantity, Optional<Long> priceMinor) {
        ItemRef.Builder item = ItemRef.newBuilder().setItemId(id).setQuantity(quantity);
        priceMinor.ifPresent(price -> item.setUnitPriceMinor(price).setCurrency(options.currency()));
        return item.build();
    }

    String currency() {
        return options.currency();
    }

    /**
     * A quantity; an empty text is 1. What an int cannot hold becomes the nearest int, so that ingestion refuses it.
     *
     * @throws NumberFormatException if the text is no number
     */
    static int quantity(String text) {
        if (text.isEmpty()) {
            return 1;
        }
        BigInteger whole = new BigDecimal(text).toBigInteger();
        return whole.max(BigInteger.valueOf(Integer.MIN_VALUE))
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .intValue();
    }

    /**
     * A price in minor units from one in major units; nothing where the text is empty.
     *
     * @throws NumberFormatException if the text is no number
     */
    static Optional<Long> minor(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        BigInteger minor = new BigDecimal(text)
                .multiply(HUNDRED)
                .setScale(0, RoundingMode.HALF_UP)
                .toBigInteger();
        return Optional.of(minor.max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
