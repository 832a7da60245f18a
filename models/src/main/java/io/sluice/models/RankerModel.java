package io.sluice.models;

import java.io.IOException;

/**
 * Orders what its components propose by a logistic regression over {@link CandidateFeatures}. Its scores are
 * probabilities among the sampled candidates it learnt from, so they order but are not calibrated.
 */
public final class RankerModel implements StoredModel {
    private final CandidateFeatures features;
    private final float[] weights;
    private final float bias;

    private RankerModel(CandidateFeatures features, float[] weights, float bias) {
        if (weights.length != features.names().size()) {
            throw new IllegalArgumentException("needs a weight per feature, got " + weights.length + " for "
                    + features.names().size());
        }
        for (float weight : weights) {
            if (!Float.isFinite(weight) || !Float.isFinite(bias)) {
                throw new IllegalArgumentException("weights and bias must be finite, got " + weight + " and " + bias);
            }
        }
        this.features = features;
        this.weights = weights;
        this.bias = bias;
    }

    /** @param weights one per feature, finite, in the order of their names; copied */
    public static RankerModel of(CandidateFeatures features, float[] weights, float bias) {
        return new RankerModel(features, weights.clone(), bias);
    }

    @Override
    public Family family() {
        return Family.RANKER;
    }

    @Override
    public ItemCatalog items() {
        return features.items();
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        Shortlist list = features.shortlist(query, mask);
        Evidence evidence = new Evidence(items().size());
        for (int row = 0; row < list.size(); row++) {
            evidence.add(list.item(row), probability(list, row));
        }
        Context context = Context.of(query, mask, items(), ActionWeights.EQUAL, 0);
        return evidence.ranking(query, context, k, features.popularity());
    }

    private float probability(Shortlist list, int row) {
        double sum = bias;
        for (int feature = 0; feature < weights.length; feature++) {
            sum += weights[feature] * list.value(row, feature);
        }
        return (float) (1 / (1 + StrictMath.exp(-sum)));
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        features.write(out);
        out.numbers(weights);
        out.number(bias);
    }

    static RankerModel read(ItemCatalog items, FieldReader in) {
        return new RankerModel(CandidateFeatures.read(items, in), in.numbers(), in.number());
    }
}
