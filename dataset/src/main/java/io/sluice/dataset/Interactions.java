package io.sluice.dataset;

import io.sluice.schemas.Action;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Interactions in columns, in the one order that everything downstream relies on: (event time, event id, user,
 * ordinal). Users, items and sessions are numbered by first appearance in that order.
 *
 * <p>Immutable and safe for use by several threads. Same rows, same columns, however they were delivered.
 */
public final class Interactions {
    private static final Action[] ACTIONS = Action.values();
    private static final Comparator<Interaction> ORDER = Comparator.comparing(Interaction::eventTime)
            .thenComparing(Interaction::eventId)
            .thenComparing(Interaction::user)
            .thenComparingInt(Interaction::ordinal);
    private static final long NO_PRICE = Long.MIN_VALUE;

    private final Vocabulary users;
    private final Vocabulary items;
    private final Vocabulary sessions;
    private final Vocabulary categories;
    private final Vocabulary devices;
    private final String[] eventIds;
    private final long[] times;
    private final long[] arrivals;
    private final int[] user;
    private final int[] item;
    private final int[] session;
    private final byte[] action;
    private final int[] quantity;
    private final long[] price;
    private final int[] category;
    private final int[] device;
    private final int from;
    private final int to;

    private Interactions(List<Interaction> sorted) {
        int n = sorted.size();
        users = new Vocabulary();
        items = new Vocabulary();
        sessions = new Vocabulary();
        categories = new Vocabulary();
        devices = new Vocabulary();
        eventIds = new String[n];
        times = new long[n];
        arrivals = new long[n];
        user = new int[n];
        item = new int[n];
        session = new int[n];
        action = new byte[n];
        quantity = new int[n];
        price = new long[n];
        category = new int[n];
        device = new int[n];
        from = 0;
        to = n;
        for (int i = 0; i < n; i++) {
            put(i, sorted.get(i));
        }
    }

    private Interactions(Interactions whole, int from, int to) {
        users = whole.users;
        items = whole.items;
        sessions = whole.sessions;
        categories = whole.categories;
        devices = whole.devices;
        eventIds = whole.eventIds;
        times = whole.times;
        arrivals = whole.arrivals;
        user = whole.user;
        item = whole.item;
        session = whole.session;
        action = whole.action;
        quantity = whole.quantity;
        price = whole.price;
        category = whole.category;
        device = whole.device;
        this.from = from;
        this.to = to;
    }

    private Interactions(Interactions whole, int[] rows) {
        users = whole.users;
        items = whole.items;
        sessions = whole.sessions;
        categories = whole.categories;
        devices = whole.devices;
        eventIds = Arrays.stream(rows).mapToObj(row -> whole.eventIds[row]).toArray(String[]::new);
        times = Arrays.stream(rows).mapToLong(row -> whole.times[row]).toArray();
        arrivals = Arrays.stream(rows).mapToLong(row -> whole.arrivals[row]).toArray();
        user = picked(whole.user, rows);
        item = picked(whole.item, rows);
        session = picked(whole.session, rows);
        action = new byte[rows.length];
        for (int row = 0; row < rows.length; row++) {
            action[row] = whole.action[rows[row]];
        }
        quantity = picked(whole.quantity, rows);
        price = Arrays.stream(rows).mapToLong(row -> whole.price[row]).toArray();
        category = picked(whole.category, rows);
        device = picked(whole.device, rows);
        from = 0;
        to = rows.length;
    }

    private static int[] picked(int[] column, int[] rows) {
        return Arrays.stream(rows).map(row -> column[row]).toArray();
    }

    /** The given rows in any order; the list is not kept. */
    public static Interactions of(List<Interaction> rows) {
        Interaction[] sorted = rows.toArray(new Interaction[0]);
        Arrays.sort(sorted, ORDER);
        return new Interactions(Arrays.asList(sorted));
    }

    private void put(int row, Interaction interaction) {
        eventIds[row] = interaction.eventId();
        times[row] = interaction.eventTime().toEpochMilli();
        arrivals[row] = interaction.arrival().toEpochMilli();
        user[row] = users.add(interaction.user());
        item[row] = items.add(interaction.item());
        session[row] = sessions.add(interaction.session());
        action[row] = (byte) interaction.action().ordinal();
        quantity[row] = interaction.quantity();
        price[row] = interaction.priceMinor().orElse(NO_PRICE);
        category[row] = categories.add(interaction.category());
        device[row] = devices.add(interaction.device());
    }

    /** The rows whose event time lies in {@code range}: a view that shares columns and numbering with this. */
    public Interactions between(TimeRange range) {
        return new Interactions(
                this,
                lowerBound(range.from().toEpochMilli()),
                lowerBound(range.to().toEpochMilli()));
    }

    /** The last {@code most} rows, all of them if there are fewer: a view that shares columns and numbering with this. */
    public Interactions newest(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("at least 0 rows, got " + most);
        }
        return new Interactions(this, Math.max(from, to - most), to);
    }

    /**
     * The rows that had arrived before {@code moment}: what could be known then. Shares numbering with this; shares columns
     * too if every row had.
     */
    public Interactions arrivedBefore(Instant moment) {
        long before = moment.toEpochMilli();
        int[] rows =
                IntStream.range(from, to).filter(row -> arrivals[row] < before).toArray();
        return rows.length == size() ? this : new Interactions(this, rows);
    }

    private int lowerBound(long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public int size() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** Event time, epoch milliseconds. */
    public long time(int row) {
        return times[at(row)];
    }

    /** Arrival, epoch milliseconds. */
    public long arrival(int row) {
        return arrivals[at(row)];
    }

    public String eventId(int row) {
        return eventIds[at(row)];
    }

    public int user(int row) {
        return user[at(row)];
    }

    public int item(int row) {
        return item[at(row)];
    }

    public int session(int row) {
        return session[at(row)];
    }

    public Action action(int row) {
        return ACTIONS[action[at(row)]];
    }

    public int quantity(int row) {
        return quantity[at(row)];
    }

    public boolean hasPrice(int row) {
        return price[at(row)] != NO_PRICE;
    }

    /** Minor units; meaningless unless {@link #hasPrice}. */
    public long priceMinor(int row) {
        return price[at(row)];
    }

    public String category(int row) {
        return categories.id(category[at(row)]);
    }

    public String device(int row) {
        return devices.id(device[at(row)]);
    }

    /** Numbering of the user column; shared by every view of one reading. */
    public Vocabulary users() {
        return users;
    }

    /** Numbering of the item column; shared by every view of one reading, so it may name items outside this view. */
    public Vocabulary items() {
        return items;
    }

    public Vocabulary sessions() {
        return sessions;
    }

    /** The latest event time and the latest arrival, whichever is later; {@link Instant#MIN} if empty. */
    public Instant informedUntil() {
        long latest = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            latest = Math.max(latest, Math.max(times[row], arrivals[row]));
        }
        return latest == Long.MIN_VALUE ? Instant.MIN : Instant.ofEpochMilli(latest);
    }

    /** SHA-256 over every column of every row, in order, lower-case hexadecimal. */
    public String fingerprint() {
        MessageDigest digest = sha256();
        ByteBuffer numbers = ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES + 1);
        for (int row = from; row < to; row++) {
            numbers.clear()
                    .putLong(times[row])
                    .putLong(arrivals[row])
                    .putLong(price[row])
                    .putInt(quantity[row])
                    .put(action[row]);
            digest.update(numbers.array());
            text(digest, eventIds[row]);
            text(digest, users.id(user[row]));
            text(digest, sessions.id(session[row]));
            text(digest, items.id(item[row]));
            text(digest, categories.id(category[row]));
            text(digest, devices.id(device[row]));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private int at(int row) {
        if (row < 0 || row >= to - from) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size());
        }
        return from + row;
    }
}
