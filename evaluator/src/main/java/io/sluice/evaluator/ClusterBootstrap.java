package io.sluice.evaluator;

import java.util.Arrays;

/**
 * Bootstrap over users with Poisson(1) weights; after Chamandy et al., "Estimating uncertainty for massive data streams",
 * 2012. Percentile interval of the mean difference over sessions. Same differences and seed, same bits.
 */
final class ClusterBootstrap {
    private static final double[] POISSON = poisson();

    private final int replicates;
    private final long seed;

    ClusterBootstrap(int replicates, long seed) {
        this.replicates = replicates;
        this.seed = seed;
    }

    /** The interval with {@code level} of the replicates beyond each bound, interpolated between order statistics. */
    Interval interval(PairedDifferences differences, double level) {
        SplitMix64 random = new SplitMix64(seed);
        double[] means = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            means[replicate] = resampled(differences, random);
        }
        Arrays.sort(means);
        return new Interval(quantile(means, level), quantile(means, 1 - level));
    }

    private static double resampled(PairedDifferences differences, SplitMix64 random) {
        double sum = 0.0;
        long count = 0;
        for (int user = 0; user < differences.users(); user++) {
            int weight = weight(random.uniform());
            sum += weight * differences.sum(user);
            count += (long) weight * differences.count(user);
        }
        return count == 0 ? differences.mean() : sum / count;
    }

    private static double quantile(double[] sorted, double probability) {
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static int weight(double uniform) {
        int weight = 0;
        while (weight < POISSON.length && uniform >= POISSON[weight]) {
            weight++;
        }
        return weight;
    }

    /** Cumulative probabilities of 0, 1, 2, … for mean 1, until nothing is left in a double. */
    private static double[] poisson() {
        double[] cumulative = new double[18];
        double term = StrictMath.exp(-1);
        double sum = 0.0;
        for (int weight = 0; weight < cumulative.length; weight++) {
            sum += term;
            cumulative[weight] = sum;
            term /= weight + 1;
        }
        return cumulative;
    }
}
