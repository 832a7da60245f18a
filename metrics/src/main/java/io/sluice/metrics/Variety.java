package io.sluice.metrics;

/**
 * What the recommended lists are like beyond being right; means over answered questions of the mean over each list.
 *
 * @param novelty surprise of a recommended item in bits, −log2 of its share of what happened before the holdout (one
 *     occurrence added); Vargas and Castells, "Rank and relevance in novelty and diversity metrics", 2011
 * @param popularityBias mean share of the recommended items over the mean share of the items that shoppers turned to; above
 *     1 the model leans more to what is popular than shoppers do. Abdollahpouri et al., "Managing popularity bias", 2019
 * @param diversity share of pairs within a list whose items are of different categories; 0 where no category is known
 */
public record Variety(double novelty, double popularityBias, double diversity) {
    static final Variety NONE = new Variety(0, 0, 0);
}
