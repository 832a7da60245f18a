package io.sluice.models;

import java.io.IOException;

/**
 * What shoppers with a session like this one went to. Ludewig and Jannach, "Evaluation of session-based recommendation
 * algorithms", 2018 (vector multiplication session k-NN); Garg et al., "Sequence and time aware neighborhood for
 * session-based recommendations", 2019 (how old a session is, how far an item stands from the matching one). Deviations:
 * the index keeps the newest sessions per item instead of sampling per query; what stands before the match counts
 * {@link Following#backward} times what stands behind it; the match itself may speak, since shoppers return to items.
 */
public final class SessionKnnModel implements StoredModel {
    private final PopularityModel popularity;
    private final PastSessions sessions;
    private final ActionWeights actions;
    private final Shape shape;
    private final Neighbourhood neighbourhood;
    private final Pool<Neighbourhood.Search> searches;

    /**
     * Which past sessions speak.
     *
     * @param neighbours how many, at least 1
     * @param reach how many items of the query count, at least 1
     * @param contextDecay from one item of the query to the one before it, in (0, 1]
     * @param rarity exponent of log(1 + sessions / sessions with the item): what a rare shared item counts, at least 0
     * @param lengthExponent likeness is divided by the session's length to this power, at least 0
     */
    public record Likeness(int neighbours, int reach, float contextDecay, float rarity, float lengthExponent) {
        public Likeness {
            if (neighbours < 1 || reach < 1) {
                throw new IllegalArgumentException(
                        "neighbours and reach must be at least 1, got " + neighbours + " and " + reach);
            }
            requireDecay(contextDecay);
            requireAtLeastZero("rarity", rarity);
            requireAtLeastZero("length exponent", lengthExponent);
        }
    }

    /**
     * What they say.
     *
     * @param distanceDecay from one place after the matching item in a neighbour to the next, in (0, 1]
     * @param backward what a place before the matching item counts against the same distance behind it, in [0, 1]
     * @param self what the matching item itself counts, at least 0
     * @param rarity as {@link Likeness#rarity}, for the item that is proposed
     */
    public record Following(float distanceDecay, float backward, float self, float rarity) {
        public Following {
            requireDecay(distanceDecay);
            if (!(backward >= 0 && backward <= 1)) {
                throw new IllegalArgumentException("backward must lie in [0, 1], got " + backward);
            }
            requireAtLeastZero("self", self);
            requireAtLeastZero("rarity", rarity);
        }
    }

    /** How likeness is measured and followed. */
    public record Shape(Likeness likeness, Following following) {
        void write(FieldWriter out) throws IOException {
            out.whole(likeness.neighbours);
            out.whole(likeness.reach);
            out.number(likeness.contextDecay);
            out.number(likeness.rarity);
            out.number(likeness.lengthExponent);
            out.number(following.distanceDecay);
            out.number(following.backward);
            out.number(following.self);
            out.number(following.rarity);
        }

        static Shape read(FieldReader in) {
            return new Shape(
                    new Likeness(in.whole(), in.whole(), in.number(), in.number(), in.number()),
                    new Following(in.number(), in.number(), in.number(), in.number()));
        }
    }

    private static void requireDecay(float decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("a decay must lie in (0, 1], got " + decay);
        }
    }

    private static void requireAtLeastZero(String name, float value) {
        if (!(value >= 0) || Float.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and at least 0, got " + value);
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
        this.neighbourhood = new Neighbourhood(sessions, sessions.weights(), shape);
        this.searches = new Pool<>(() -> neighbourhood.new Search());
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
        Context context = Context.of(query, mask, items(), actions, shape.likeness.reach);
        Evidence evidence = new Evidence(items().size());
        searches.lend(search -> search.follow(context, evidence));
        return evidence.ranking(query, context, k, popularity);
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        sessions.write(out);
        actions.write(out);
        shape.write(out);
    }

    static SessionKnnModel read(ItemCatalog items, FieldReader in) {
        return new SessionKnnModel(
                PopularityModel.read(items, in),
                PastSessions.read(items.size(), in),
                ActionWeights.read(in),
                Shape.read(in));
    }
}
