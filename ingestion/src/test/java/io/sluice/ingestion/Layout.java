package io.sluice.ingestion;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A sound event cut into its encoded fields, any of which can be replaced by something else. */
final class Layout {
    private static final byte[] HEADER = Wire.headerOf(BehaviorEvent.newBuilder()
                    .setEventId("")
                    .setEventTime(Instant.EPOCH)
                    .setUserKey("")
                    .setAction(Action.VIEW)
                    .setItems(List.of())
                    .build())
            .bytes();

    private final Map<String, byte[]> fields = new LinkedHashMap<>();

    Layout(String eventId, String user, Instant time) {
        put("eventId", new Wire().text(eventId));
        put("eventTime", new Wire().number(time.toEpochMilli()));
        put("arrival", new Wire().number(0));
        put("userKey", new Wire().text(user));
        put("previousUserKey", new Wire().number(1).text("visitor"));
        put("sessionId", new Wire().number(1).text("session"));
        put("action", new Wire().number(Action.VIEW.ordinal()));
        put("items", new Wire().number(1));
        put("items.itemId", new Wire().text("item"));
        put("items.parentId", new Wire().number(1).text("parent"));
        put("items.quantity", new Wire().number(1));
        put("items.unitPriceMinor", new Wire().number(1).number(1699));
        put("items.currency", new Wire().number(1).text("EUR"));
        put("items.position", new Wire().number(1).number(3));
        put("items.propensity", new Wire().number(1).raw(0, 0, 0, 0, 0, 0, 0xE0, 0x3F));
        put("items.end", new Wire().number(0));
        put("requestId", new Wire().number(1).text("request"));
        put("consent", new Wire().number(1).raw(1));
        put("context", new Wire().number(1));
        put("context.key", new Wire().text("device"));
        put("context.value", new Wire().text("mobile"));
        put("context.end", new Wire().number(0));
    }

    private void put(String field, Wire bytes) {
        fields.put(field, bytes.bytes());
    }

    List<String> fields() {
        return new ArrayList<>(fields.keySet());
    }

    byte[] sound() {
        return with("", new byte[0]);
    }

    /** The event, with these bytes where {@code field} should be. */
    byte[] with(String field, byte[] instead) {
        Wire all = new Wire().raw(HEADER);
        fields.forEach((name, bytes) -> all.raw(name.equals(field) ? instead : bytes));
        return all.bytes();
    }

    /** What nobody should send, and somebody will. */
    static Map<String, byte[]> hostile() {
        Map<String, byte[]> hostile = new LinkedHashMap<>();
        hostile.put("nothing", new byte[0]);
        hostile.put("-1", new Wire().number(-1).bytes());
        hostile.put(
                "-2, then a huge size",
                new Wire().number(-2).number(Long.MAX_VALUE).bytes());
        hostile.put("2 GB", new Wire().number(Integer.MAX_VALUE).bytes());
        hostile.put("2 GB + 1", new Wire().number(Integer.MAX_VALUE + 1L).bytes());
        hostile.put("1 TB", new Wire().number(1L << 40).bytes());
        hostile.put("the largest number", new Wire().number(Long.MAX_VALUE).bytes());
        hostile.put("the smallest number", new Wire().number(Long.MIN_VALUE).bytes());
        hostile.put("a number that never ends", repeated((byte) 0xFF, 11));
        hostile.put(
                "a padded zero", new Wire().raw(repeated((byte) 0x80, 9)).raw(2).bytes());
        hostile.put(
                "branch 1, then 2 GB",
                new Wire().number(1).number(Integer.MAX_VALUE).bytes());
        hostile.put("branch 1, then -1", new Wire().number(1).number(-1).bytes());
        hostile.put("branch 2", new Wire().number(2).bytes());
        hostile.put("branch 63", new Wire().number(63).bytes());
        hostile.put("branch -64", new Wire().number(-64).bytes());
        hostile.put("broken UTF-8", new Wire().number(2).raw(0xC0, 0x80).bytes());
        hostile.put(
                "a lone surrogate", new Wire().number(3).raw(0xED, 0xA0, 0x80).bytes());
        hostile.put("a zero character", new Wire().text("\0").bytes());
        hostile.put("a zero and a partition", new Wire().text("\0\0\0\0\7").bytes());
        hostile.put("blank", new Wire().text("   ").bytes());
        hostile.put("a very long text", new Wire().text("x".repeat(100_000)).bytes());
        hostile.put("branch 1, then blank", new Wire().number(1).text(" ").bytes());
        hostile.put(
                "branch 1, then a line break", new Wire().number(1).text("a\nb").bytes());
        hostile.put(
                "branch 1, then a long text",
                new Wire().number(1).text("y".repeat(5_000)).bytes());
        hostile.put(
                "not a number",
                new Wire().number(1).raw(0, 0, 0, 0, 0, 0, 0xF8, 0x7F).bytes());
        hostile.put(
                "minus infinity",
                new Wire().number(1).raw(0, 0, 0, 0, 0, 0, 0xF0, 0xFF).bytes());
        hostile.put("half of everything again", repeated((byte) 0x02, 64));
        return hostile;
    }

    private static byte[] repeated(byte value, int times) {
        byte[] bytes = new byte[times];
        IntStream.range(0, times).forEach(i -> bytes[i] = value);
        return bytes;
    }
}
