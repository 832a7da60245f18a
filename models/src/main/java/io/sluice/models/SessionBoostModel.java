package io.sluice.models;

import java.io.IOException;

/**
 * Orders what {@link SessionSignals} propose by gradient-boosted trees: the share of the nearest neighbours' voices, and
 * what the trees learnt to add to its logarithm. Scores are probabilities among the proposed items.
 */
public final class SessionBoostModel implements StoredModel {
    /** Keeps the least likely items above what popularity fills up with. */
    private static final double LEAST = 1e-12;

    private final PopularityModel popularity;
    private final SessionSignals signals;
    private final Forest forest;
    private final ActionWeights actions;
    private final boolean collapseRuns;

    private SessionBoostModel(
            PopularityModel popularity,
            SessionSignals signals,
            Forest forest,
            ActionWeights actions,
            boolean collapseRuns) {
        if (signals.catalogSize() != popularity.items().size()) {
            throw new IllegalArgumentException("signals and popularity must share a catalogue");
        }
        if (forest.width() != SessionSignals.names().size()) {
            throw new IllegalArgumentException("the trees look at " + forest.width() + " features, there are "
                    + SessionSignals.names().size());
        }
        this.popularity = popularity;
        this.signals = signals;
        this.forest = forest;
        this.actions = actions;
        this.collapseRuns = collapseRuns;
    }

    /**
     * A model over the catalogue of {@code popularity}, which fills up.
     *
     * @param actions steps whose action weighs nothing are not looked at; others count alike
     * @param collapseRuns whether the same item several times in a row is one step
     */
    public static SessionBoostModel of(
            PopularityModel popularity,
            SessionSignals signals,
            Forest forest,
            ActionWeights actions,
            boolean collapseRuns) {
        return new SessionBoostModel(popularity, signals, forest, actions, collapseRuns);
    }

    @Override
    public Family family() {
        return Family.SESSION_BOOST;
    }

    @Override
    public ItemCatalog items() {
        return popularity.items();
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        Context context = Context.of(query, mask, items(), actions, 0);
        Evidence evidence = new Evidence(items().size());
        int[] trail = Trail.of(query, items(), actions, collapseRuns);
        if (trail.length > 0) {
            weigh(signals.shortlist(trail, context::allows), evidence);
        }
        return evidence.ranking(query, context, k, popularity);
    }

    private void weigh(Shortlist list, Evidence evidence) {
        float[] margins = new float[list.size()];
        float most = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < margins.length; row++) {
            margins[row] = margin(forest, list, row);
            most = Math.max(most, margins[row]);
        }
        double sum = 0;
        for (float margin : margins) {
            sum += StrictMath.exp(margin - most);
        }
        for (int row = 0; row < margins.length; row++) {
            double probability = StrictMath.exp(margins[row] - most) / sum;
            evidence.add(list.item(row), (float) Math.max(LEAST, probability));
        }
    }

    /** The logarithm of how likely a row is, but for a summand that all rows of the list share. */
    static float margin(Forest forest, Shortlist list, int row) {
        return SessionSignals.prior(list, row) + forest.answer(list.values(), row * forest.width());
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        signals.write(out);
        forest.write(out);
        actions.write(out);
        out.whole(collapseRuns ? 1 : 0);
    }

    static SessionBoostModel read(ItemCatalog items, FieldReader in) {
        return new SessionBoostModel(
                PopularityModel.read(items, in),
                SessionSignals.read(items.size(), in),
                Forest.read(in),
                ActionWeights.read(in),
                in.whole() != 0);
    }
}
