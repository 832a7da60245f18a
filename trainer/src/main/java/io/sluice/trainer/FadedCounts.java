package io.sluice.trainer;

import io.sluice.models.ItemCatalog;
import io.sluice.models.PopularityModel;
import java.time.Instant;
import java.util.List;

/** Counts of several days in one, older days counting less: half as much per half-life. Sums are taken in day order. */
final class FadedCounts {
    private FadedCounts() {}

    static PopularityModel popularity(List<DayCounts> days, Instant end, double halfLifeDays, ItemCatalog catalog) {
        double[] sums = new double[catalog.size()];
        for (DayCounts day : days) {
            double factor = factor(day, end, halfLifeDays);
            for (int item = 0; item < day.items().size(); item++) {
                sums[catalog.index(day.items().get(item)).orElseThrow()] += factor * day.itemCount(item);
            }
        }
        float[] scores = new float[sums.length];
        for (int item = 0; item < sums.length; item++) {
            scores[item] = (float) sums[item];
        }
        return PopularityModel.of(catalog, scores);
    }

    /** By {@link DayCounts#key} of catalogue indices. */
    static LongSums pairs(List<DayCounts> days, Instant end, double halfLifeDays, ItemCatalog catalog) {
        LongSums sums = new LongSums();
        for (DayCounts day : days) {
            double factor = factor(day, end, halfLifeDays);
            int[] index = day.items().stream()
                    .mapToInt(id -> catalog.index(id).orElseThrow())
                    .toArray();
            for (int pair = 0; pair < day.pairs(); pair++) {
                long key = DayCounts.key(index[day.pairFrom(pair)], index[day.pairTo(pair)]);
                sums.add(key, factor * day.pairCount(pair));
            }
        }
        return sums;
    }

    private static double factor(DayCounts day, Instant end, double halfLifeDays) {
        return StrictMath.pow(0.5, day.daysBefore(end) / halfLifeDays) / DayCounts.UNIT;
    }
}
