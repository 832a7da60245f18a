package io.sluice.models;

import java.io.IOException;

/**
 * Item factors of an implicit-feedback factorisation. Hu, Koren and Volinsky, "Collaborative filtering for implicit
 * feedback datasets", 2008. A session is folded in as a new row: its factors are solved for with the item factors held.
 * Deviation: the older an item of the session, the lower its confidence.
 */
public final class AlsModel implements StoredModel {
    private final PopularityModel popularity;
    private final ActionWeights actions;
    private final Folding folding;
    private final float[] factors;
    private final FactorSolver solver;

    /**
     * How a session is folded in.
     *
     * @param rank factors per item, at least 1
     * @param alpha what one action of weight 1 adds to the confidence, above 0
     * @param regularisation above 0
     * @param decay from one item of the session to the one before it, in (0, 1]
     * @param reach how many items of the session count, at least 1
     */
    public record Folding(int rank, float alpha, float regularisation, float decay, int reach) {
        public Folding {
            if (rank < 1 || reach < 1) {
                throw new IllegalArgumentException("rank and reach must be at least 1, got " + rank + " and " + reach);
            }
            if (!(alpha > 0) || !(regularisation > 0) || !(decay > 0 && decay <= 1)) {
                throw new IllegalArgumentException("alpha and regularisation must be above 0 and decay in (0, 1], got "
                        + alpha + ", " + regularisation + " and " + decay);
            }
        }
    }

    private AlsModel(PopularityModel popularity, ActionWeights actions, Folding folding, float[] factors) {
        if (factors.length != (long) popularity.items().size() * folding.rank) {
            throw new IllegalArgumentException("needs " + folding.rank + " factors per item, got " + factors.length
                    + " for " + popularity.items().size() + " items");
        }
        for (float factor : factors) {
            if (!Float.isFinite(factor)) {
                throw new IllegalArgumentException("factors must be finite, got " + factor);
            }
        }
        this.popularity = popularity;
        this.actions = actions;
        this.folding = folding;
        this.factors = factors;
        this.solver = new FactorSolver(factors, folding.rank, folding.regularisation);
    }

    /**
     * A model over the catalogue of {@code popularity}, which fills up.
     *
     * @param factors [items × rank], row-major, finite, copied; an item of zeros is one nothing was learnt about
     */
    public static AlsModel of(PopularityModel popularity, ActionWeights actions, Folding folding, float[] factors) {
        return new AlsModel(popularity, actions, folding, factors.clone());
    }

    @Override
    public Family family() {
        return Family.ALS;
    }

    @Override
    public ItemCatalog items() {
        return popularity.items();
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        Context context = Context.of(query, mask, items(), actions, folding.reach);
        Evidence evidence = new Evidence(items().size());
        if (context.size() > 0) {
            score(folded(context), evidence);
        }
        return evidence.ranking(query, context, k, popularity);
    }

    private float[] folded(Context context) {
        int[] rows = new int[context.size()];
        float[] confidences = new float[context.size()];
        float fading = 1;
        for (int distance = 0; distance < rows.length; distance++) {
            rows[distance] = context.item(distance);
            confidences[distance] = folding.alpha * fading * context.weight(distance);
            fading *= folding.decay;
        }
        return solver.solve(rows, confidences, 0, rows.length);
    }

    /** Scores are shifted to be above 0: only their order means something. */
    private void score(float[] session, Evidence evidence) {
        float[] scores = new float[items().size()];
        float least = 0;
        for (int item = 0; item < scores.length; item++) {
            scores[item] = solver.product(item, session);
            least = Math.min(least, scores[item]);
        }
        for (int item = 0; item < scores.length; item++) {
            if (solver.isLearnt(item)) {
                evidence.add(item, scores[item] - least + 1e-6f);
            }
        }
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        actions.write(out);
        out.whole(folding.rank);
        out.number(folding.alpha);
        out.number(folding.regularisation);
        out.number(folding.decay);
        out.whole(folding.reach);
        out.numbers(factors);
    }

    static AlsModel read(ItemCatalog items, FieldReader in) {
        return new AlsModel(
                PopularityModel.read(items, in),
                ActionWeights.read(in),
                new Folding(in.whole(), in.number(), in.number(), in.number(), in.whole()),
                in.numbers());
    }
}
