package io.sluice.models;

import java.io.IOException;

/** Ranks the whole catalogue by {@link SequenceNetwork}. Scores are exp(sharpness × (cosine − 1)), so at most 1. */
public final class SequenceModel implements StoredModel {
    private static final float SHARPNESS = 14;

    private final PopularityModel popularity;
    private final SequenceNetwork network;
    private final ActionWeights actions;
    private final boolean collapseRuns;
    private final Pool<float[]> rooms;

    private SequenceModel(
            PopularityModel popularity, SequenceNetwork network, ActionWeights actions, boolean collapseRuns) {
        if (network.size() != popularity.items().size()) {
            throw new IllegalArgumentException("network and popularity must share a catalogue");
        }
        this.popularity = popularity;
        this.network = network;
        this.actions = actions;
        this.collapseRuns = collapseRuns;
        this.rooms = new Pool<>(network::room);
    }

    /**
     * A model over the catalogue of {@code popularity}, which fills up.
     *
     * @param actions steps whose action weighs nothing are not looked at; others count alike
     * @param collapseRuns whether the same item several times in a row is one step
     */
    public static SequenceModel of(
            PopularityModel popularity, SequenceNetwork network, ActionWeights actions, boolean collapseRuns) {
        return new SequenceModel(popularity, network, actions, collapseRuns);
    }

    @Override
    public Family family() {
        return Family.SEQUENCE;
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
            rooms.lend(scores -> {
                network.score(trail, scores);
                for (int item = 0; item < items().size(); item++) {
                    if (network.knows(item)) {
                        evidence.add(item, (float) StrictMath.exp(SHARPNESS * (scores[item] - 1)));
                    }
                }
            });
        }
        return evidence.ranking(query, context, k, popularity);
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        network.write(out);
        actions.write(out);
        out.whole(collapseRuns ? 1 : 0);
    }

    static SequenceModel read(ItemCatalog items, FieldReader in) {
        return new SequenceModel(
                PopularityModel.read(items, in), SequenceNetwork.read(in), ActionWeights.read(in), in.whole() != 0);
    }
}
