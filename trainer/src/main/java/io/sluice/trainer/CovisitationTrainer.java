package io.sluice.trainer;

import io.sluice.models.ActionWeights;
import io.sluice.models.CovisitationModel;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import io.sluice.models.SparseRows;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Counts which items follow each other in sessions, nearer ones and younger days counting more. */
final class CovisitationTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("half-life-days", "10"),
            Map.entry("popularity-half-life-days", "2"),
            Map.entry("reach", "10"),
            Map.entry("distance-decay", "0.5"),
            Map.entry("backward", "0.8"),
            Map.entry("row-exponent", "0.7"),
            Map.entry("neighbours", "200"),
            Map.entry("context-reach", "10"),
            Map.entry("context-decay", "0.4"),
            Map.entry("weight-view", "1"),
            Map.entry("weight-click", "1"),
            Map.entry("weight-add-to-cart", "0.3"),
            Map.entry("weight-purchase", "1"));

    private final Parameters parameters;
    private final double halfLifeDays;
    private final double popularityHalfLifeDays;
    private final DayCounts.Pairing pairing;
    private final double rowExponent;
    private final int neighbours;
    private final int contextReach;
    private final float contextDecay;
    private final ActionWeights actions;

    CovisitationTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.halfLifeDays = parameters.positive("half-life-days");
        this.popularityHalfLifeDays = parameters.positive("popularity-half-life-days");
        this.pairing = new DayCounts.Pairing(
                parameters.count("reach"), parameters.positive("distance-decay"), parameters.share("backward"));
        this.rowExponent = parameters.atLeastZero("row-exponent");
        this.neighbours = parameters.count("neighbours");
        this.contextReach = parameters.count("context-reach");
        this.contextDecay = (float) parameters.positive("context-decay");
        this.actions = parameters.weights("");
    }

    @Override
    public Family family() {
        return Family.COVISITATION;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public CovisitationModel train(TrainingSet set, long seed, TrainingListener listener) {
        return merge(count(set), set.catalog(), set.range().to());
    }

    List<DayCounts> count(TrainingSet set) {
        return DayCounts.daysOf(set, actions, pairing);
    }

    /** The model of days that were counted before, each by {@link #count}. */
    CovisitationModel merge(List<DayCounts> days, ItemCatalog catalog, Instant end) {
        PopularityModel popularity = FadedCounts.popularity(days, end, popularityHalfLifeDays, catalog);
        SparseRows rows = rows(FadedCounts.pairs(days, end, halfLifeDays, catalog), catalog.size());
        return CovisitationModel.of(popularity, rows, actions, contextDecay, contextReach);
    }

    private SparseRows rows(LongSums pairs, int items) {
        long[] keys = pairs.sortedKeys();
        int[] starts = new int[items + 1];
        int[] columns = new int[keys.length];
        float[] weights = new float[keys.length];
        int kept = 0;
        int at = 0;
        for (int row = 0; row < items; row++) {
            int begin = at;
            double mass = 0;
            while (at < keys.length && (int) (keys[at] >>> 32) == row) {
                mass += pairs.get(keys[at++]);
            }
            double scale = mass > 0 ? StrictMath.pow(mass, -rowExponent) : 0;
            for (long key : strongest(keys, begin, at, pairs)) {
                float weight = (float) (scale * pairs.get(key));
                // What fades below the smallest float says nothing any more.
                if (weight > 0) {
                    columns[kept] = (int) key;
                    weights[kept] = weight;
                    kept++;
                }
            }
            starts[row + 1] = kept;
        }
        return SparseRows.of(starts, Arrays.copyOf(columns, kept), Arrays.copyOf(weights, kept));
    }

    /** The strongest pairs of one row, by key; of equal ones those with the smaller key. */
    private long[] strongest(long[] keys, int from, int to, LongSums pairs) {
        if (to - from <= neighbours) {
            return Arrays.copyOfRange(keys, from, to);
        }
        return Arrays.stream(keys, from, to)
                .boxed()
                .sorted(Comparator.<Long>comparingDouble(key -> -pairs.get(key)).thenComparing(key -> key))
                .limit(neighbours)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }
}
