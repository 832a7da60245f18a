package io.sluice.models;

import java.io.IOException;
import java.util.Arrays;

/**
 * What shoppers with a session like this one went to. Ludewig and Jannach, "Evaluation of session-based recommendation
 * algorithms", 2018 (vector multiplication session k-NN); Garg et al., "Sequence and time aware neighborhood for
 * session-based recommendations", 2019 (how old a session is, how far an item stands from the matching one). Deviations:
 * the index keeps the newest sessions per item instead of sampling per query, and what stands before the match counts
 * {@link Shape#backward} times what stands behind it.
 */
public final class SessionKnnModel implements StoredModel {
    private final PopularityModel popularity;
    private final PastSessions sessions;
    private final ActionWeights actions;
    private final Shape shape;

    /**
     * How likeness is measured and followed.
     *
     * @param neighbours how many sessions speak, at least 1
     * @param reach how many items of the query count, at least 1
     * @param contextDecay from one item of the query to the one before it, in (0, 1]
     * @param distanceDecay from one place after the matching item in a neighbour to the next, in (0, 1]
     * @param backward what a place before the matching item counts against the same distance behind it, in [0, 1]
     */
    public record Shape(int neighbours, int reach, float contextDecay, float distanceDecay, float backward) {
        public Shape {
            if (neighbours < 1 || reach < 1) {
                throw new IllegalArgumentException(
                        "neighbours and reach must be at least 1, got " + neighbours + " and " + reach);
            }
            if (!(contextDecay > 0 && contextDecay <= 1) || !(distanceDecay > 0 && distanceDecay <= 1)) {
                throw new IllegalArgumentException(
                        "decays must lie in (0, 1], got " + contextDecay + " and " + distanceDecay);
            }
            if (!(backward >= 0 && backward <= 1)) {
                throw new IllegalArgumentException("backward must lie in [0, 1], got " + backward);
            }
        }
    }

    private SessionKnnModel(PopularityModel popularity, PastSessions sessions, ActionWeights actions, Shape shape) {
        if (sessions.catalogSize() != popularity.items().size()) {
            throw new IllegalArgumentException("sessions and popularity must share a catalogue");
        }
        this.popularity = popularity;
        this.sessions = sessions;
        this.actions = actions;
        this.shape = shape;
    }

    /** A model over the catalogue of {@code popularity}, which fills up. */
    public static SessionKnnModel of(
            PopularityModel popularity, PastSessions sessions, ActionWeights actions, Shape shape) {
        return new SessionKnnModel(popularity, sessions, actions, shape);
    }

    @Override
    public Family family() {
        return Family.SESSION_KNN;
    }

    @Override
    public ItemCatalog items() {
        return popularity.items();
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        Context context = Context.of(query, mask, items(), actions, shape.reach);
        Evidence evidence = new Evidence(items().size());
        Likeness likeness = new Likeness(context);
        for (int session : likeness.nearest()) {
            follow(session, likeness.newestMatch(session), likeness.of(session), evidence);
        }
        return evidence.ranking(query, context, k, popularity);
    }

    /** Lets the items around {@code match} in a neighbour speak. */
    private void follow(int session, int match, float likeness, Evidence evidence) {
        int place = lastPlaceOf(match, session);
        float amount = likeness;
        for (int at = place + 1; at < sessions.to(session); at++) {
            evidence.add(sessions.item(at), amount);
            amount *= shape.distanceDecay;
        }
        amount = likeness * shape.backward;
        for (int at = place - 1; at >= sessions.from(session); at--) {
            evidence.add(sessions.item(at), amount);
            amount *= shape.distanceDecay;
        }
    }

    private int lastPlaceOf(int item, int session) {
        int place = sessions.to(session) - 1;
        while (sessions.item(place) != item) {
            place--;
        }
        return place;
    }

    /** How like the query each session is that shares an item with it. */
    private final class Likeness {
        private final float[] likeness = new float[sessions.size()];
        private final int[] newestMatch = new int[sessions.size()];
        private int[] touched = new int[256];
        private int count;

        private Likeness(Context context) {
            float fading = 1;
            for (int distance = 0; distance < context.size(); distance++) {
                if (!context.isRepeat(distance)) {
                    share(context.item(distance), fading * context.weight(distance));
                }
                fading *= shape.contextDecay;
            }
            for (int at = 0; at < count; at++) {
                likeness[touched[at]] *= sessions.weight(touched[at]);
            }
        }

        private void share(int item, float amount) {
            for (int at = sessions.postingsFrom(item); at < sessions.postingsTo(item); at++) {
                int session = sessions.posting(at);
                if (likeness[session] == 0) {
                    touch(session);
                    newestMatch[session] = item;
                }
                likeness[session] += amount;
            }
        }

        private void touch(int session) {
            if (count == touched.length) {
                touched = Arrays.copyOf(touched, 2 * count);
            }
            touched[count++] = session;
        }

        private float of(int session) {
            return likeness[session];
        }

        private int newestMatch(int session) {
            return newestMatch[session];
        }

        /** Oldest first; of equally like sessions the newer ones. */
        private int[] nearest() {
            if (count <= shape.neighbours) {
                int[] all = Arrays.copyOf(touched, count);
                Arrays.sort(all);
                return all;
            }
            // Likeness is not negative, so its bits order as it does; the session in the low half prefers the newer.
            long[] keys = new long[count];
            for (int at = 0; at < count; at++) {
                keys[at] = ((long) Float.floatToIntBits(likeness[touched[at]]) << 32) | touched[at];
            }
            Arrays.sort(keys);
            int[] nearest = new int[shape.neighbours];
            for (int at = 0; at < nearest.length; at++) {
                nearest[at] = (int) keys[count - nearest.length + at];
            }
            Arrays.sort(nearest);
            return nearest;
        }
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        sessions.write(out);
        actions.write(out);
        out.whole(shape.neighbours);
        out.whole(shape.reach);
        out.number(shape.contextDecay);
        out.number(shape.distanceDecay);
        out.number(shape.backward);
    }

    static SessionKnnModel read(ItemCatalog items, FieldReader in) {
        return new SessionKnnModel(
                PopularityModel.read(items, in),
                PastSessions.read(items.size(), in),
                ActionWeights.read(in),
                new Shape(in.whole(), in.whole(), in.number(), in.number(), in.number()));
    }
}
