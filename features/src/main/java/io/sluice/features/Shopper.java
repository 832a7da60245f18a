package io.sluice.features;

import io.sluice.schemas.Action;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What is remembered of one shopper: decayed counts, the session, the usual price, the categories and items turned to. A
 * few hundred bytes however much the shopper does. Immutable and safe for use by several threads.
 */
public final class Shopper {
    /** A pause of this length or more ends a session. */
    static final Duration SESSION_GAP = Duration.ofMinutes(30);

    /** A shopper who did nothing for so long is forgotten, and comes back as a new one. */
    public static final Duration MEMORY = Duration.ofDays(14);

    static final int CATEGORIES = 8;
    static final int ITEMS = 16;

    /** A shopper of whom nothing is known. */
    public static final Shopper NEW = new Shopper(
            new Session(Long.MIN_VALUE, Long.MIN_VALUE, 0),
            new double[Kind.COUNT * Decay.SPEEDS],
            new Prices(0, 0),
            Remembered.nothing(CATEGORIES),
            Remembered.nothing(ITEMS));

    private static final byte FORMAT = 1;

    /** The session of the latest deed. */
    private record Session(long start, long latest, int events) {
        private boolean reaches(long millis) {
            return events > 0 && millis - latest < SESSION_GAP.toMillis();
        }

        private Session after(long moment) {
            return reaches(moment) ? new Session(start, moment, events + 1) : new Session(moment, moment, 1);
        }
    }

    /** Decayed sums over the prices turned to: of their logarithms, and of ones. */
    private record Prices(double logSum, double weight) {
        private Prices faded(double left) {
            return new Prices(logSum * left, weight * left);
        }

        private Prices with(long price) {
            return price > 0 ? new Prices(logSum + StrictMath.log(price), weight + 1) : this;
        }
    }

    private final Session session;
    private final double[] counts;
    private final Prices prices;
    private final Remembered categories;
    private final Remembered items;

    private Shopper(Session session, double[] counts, Prices prices, Remembered categories, Remembered items) {
        this.session = session;
        this.counts = counts;
        this.prices = prices;
        this.categories = categories;
        this.items = items;
    }

    /**
     * This shopper after one more deed.
     *
     * @throws IllegalArgumentException if the deed's moment lies before an earlier one's
     */
    public Shopper after(Deed deed) {
        long moment = deed.momentMillis();
        if (moment < session.latest) {
            throw new IllegalArgumentException(
                    "deeds come in the order of their moments: at " + session.latest + ", got " + moment);
        }
        long elapsed = session.events == 0 ? 0 : moment - session.latest;
        double left = Decay.left(elapsed, Decay.WEEK);
        Optional<Kind> kind = Kind.of(deed.action());
        double[] more = Decay.faded(counts, elapsed);
        kind.ifPresent(counted -> count(more, counted));
        Prices paid = prices.faded(left);
        Remembered liked = categories.faded(left);
        Remembered held = items.faded(left);
        boolean turnedTo = kind.isPresent() && deed.action() != Action.IMPRESSION;
        for (int at = 0; at < deed.items().length && turnedTo; at++) {
            String category = deed.categories()[at];
            paid = paid.with(deed.prices()[at]);
            liked = category.isEmpty() ? liked : liked.with(category, moment);
            held = held.with(deed.items()[at], moment);
        }
        return new Shopper(session.after(moment), more, paid, liked, inCart(held, deed));
    }

    private static void count(double[] counts, Kind kind) {
        for (int speed = 0; speed < Decay.SPEEDS; speed++) {
            counts[kind.ordinal() * Decay.SPEEDS + speed] += 1;
        }
    }

    private static Remembered inCart(Remembered items, Deed deed) {
        boolean into = deed.action() == Action.ADD_TO_CART;
        boolean outOf = deed.action() == Action.PURCHASE || deed.action() == Action.REMOVE_FROM_CART;
        Remembered marked = items;
        for (int at = 0; at < deed.items().length && (into || outOf); at++) {
            marked = marked.marked(deed.items()[at], into);
        }
        return marked;
    }

    /** This shopper as remembered at {@code millis}: itself, or a new one after {@link #MEMORY} without a deed. */
    public Shopper at(long millis) {
        return isNew() || millis - session.latest < MEMORY.toMillis() ? this : NEW;
    }

    /** Whether nothing is known. */
    public boolean isNew() {
        return session.events == 0;
    }

    /** When the latest deed was; {@code Long.MIN_VALUE} if there was none. */
    public long latestMillis() {
        return session.latest;
    }

    /** When the session began that an event at {@code millis} belongs to: then, if it begins a new one. */
    public long sessionStart(long millis) {
        return session.reaches(millis) ? session.start : millis;
    }

    /** How many events that session had before. */
    int sessionEvents(long millis) {
        return session.reaches(millis) ? session.events : 0;
    }

    /** Milliseconds since the latest deed; empty if there was none. */
    Optional<Long> idleMillis(long millis) {
        return isNew() ? Optional.empty() : Optional.of(millis - session.latest);
    }

    /** Events of a kind, decayed to {@code millis}. */
    double count(Kind kind, int speed, long millis) {
        double held = counts[kind.ordinal() * Decay.SPEEDS + speed];
        return held == 0 ? 0 : held * Decay.left(millis - session.latest, speed);
    }

    /** The mean logarithm of the prices turned to; empty if none is known. */
    Optional<Double> usualLogPrice() {
        return prices.weight > 0 ? Optional.of(prices.logSum / prices.weight) : Optional.empty();
    }

    /** The share of a category in what the shopper turned to; empty if that is nothing. */
    Optional<Double> affinity(String category) {
        double total = categories.total();
        return total > 0 ? Optional.of(categories.weight(category) / total) : Optional.empty();
    }

    /** How often the shopper turned to an item lately, decayed to {@code millis}. */
    double turnedTo(String item, long millis) {
        double held = items.weight(item);
        return held == 0 ? 0 : held * Decay.left(millis - session.latest, Decay.WEEK);
    }

    /** Milliseconds since the shopper last turned to an item; empty if that is not remembered. */
    Optional<Long> sinceMillis(String item, long millis) {
        return items.latest(item).map(latest -> millis - latest);
    }

    boolean hasInCart(String item) {
        return items.isMarked(item);
    }

    /** A compact, versioned form; {@link #of} reads it. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(session.start);
            out.writeLong(session.latest);
            out.writeInt(session.events);
            for (double count : counts) {
                out.writeDouble(count);
            }
            out.writeDouble(prices.logSum);
            out.writeDouble(prices.weight);
            categories.write(out);
            items.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is of another format
     */
    public static Shopper of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException(
                        "this version reads shoppers of format " + FORMAT + ", got " + format);
            }
            Session session = new Session(in.readLong(), in.readLong(), in.readInt());
            double[] counts = new double[Kind.COUNT * Decay.SPEEDS];
            for (int at = 0; at < counts.length; at++) {
                counts[at] = in.readDouble();
            }
            Prices prices = new Prices(in.readDouble(), in.readDouble());
            return new Shopper(session, counts, prices, Remembered.read(in, CATEGORIES), Remembered.read(in, ITEMS));
        } catch (IOException cut) {
            throw new IllegalArgumentException("a shopper's state of " + bytes.length + " bytes is cut short", cut);
        }
    }
}
