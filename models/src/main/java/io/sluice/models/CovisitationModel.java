package io.sluice.models;

import java.io.IOException;

/**
 * What shoppers went to from the items of this session. The rows of the last items are summed, each item back counting
 * {@code decay} times as much as the one after it.
 */
public final class CovisitationModel implements StoredModel {
    private final PopularityModel popularity;
    private final SparseRows neighbours;
    private final ActionWeights actions;
    private final float decay;
    private final int reach;

    private CovisitationModel(
            PopularityModel popularity, SparseRows neighbours, ActionWeights actions, float decay, int reach) {
        if (neighbours.rows() != popularity.items().size()) {
            throw new IllegalArgumentException("neighbours need a row per item, got " + neighbours.rows() + " for "
                    + popularity.items().size());
        }
        if (!(decay > 0 && decay <= 1) || reach < 1) {
            throw new IllegalArgumentException(
                    "decay must lie in (0, 1] and reach be at least 1, got " + decay + " and " + reach);
        }
        this.popularity = popularity;
        this.neighbours = neighbours;
        this.actions = actions;
        this.decay = decay;
        this.reach = reach;
    }

    /**
     * A model over the catalogue of {@code popularity}, which fills up.
     *
     * @param neighbours row i: where shoppers go from item i, and how readily
     * @param actions how much a step counts by its action
     * @param decay from one item of the session to the one before it, in (0, 1]
     * @param reach how many items of the session count, at least 1
     */
    public static CovisitationModel of(
            PopularityModel popularity, SparseRows neighbours, ActionWeights actions, float decay, int reach) {
        return new CovisitationModel(popularity, neighbours, actions, decay, reach);
    }

    @Override
    public Family family() {
        return Family.COVISITATION;
    }

    @Override
    public ItemCatalog items() {
        return popularity.items();
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        Context context = Context.of(query, mask, items(), actions, reach);
        Evidence evidence = new Evidence(items().size());
        float fading = 1;
        for (int distance = 0; distance < context.size(); distance++) {
            neighbours.addRow(context.item(distance), fading * context.weight(distance), evidence);
            fading *= decay;
        }
        return evidence.ranking(query, context, k, popularity);
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        neighbours.write(out);
        actions.write(out);
        out.number(decay);
        out.whole(reach);
    }

    static CovisitationModel read(ItemCatalog items, FieldReader in) {
        return new CovisitationModel(
                PopularityModel.read(items, in), SparseRows.read(in), ActionWeights.read(in), in.number(), in.whole());
    }
}
