package io.sluice.trainer.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Bayesian search by tree-structured Parzen estimators. Bergstra, Bardenet, Bengio and Kégl, "Algorithms for
 * hyper-parameter optimization", 2011. The best trials and the rest each give a density over the whole cube; of some draws
 * from the good density the one is tried whose ratio of good to bad is highest. Deviations: one density over all dimensions
 * instead of one for each; Gaussian kernels whose width shrinks as trials gather; both densities are mixed with an even one,
 * so nothing is ever ruled out. No library does this that is kept up, runs on Java 17 and has a licence that fits.
 *
 * @param warmUp trials that are drawn evenly first, at least 2
 */
public record ParzenSearch(int dimensions, int warmUp, long seed) implements Search {
    private static final double GOOD_SHARE = 0.15;
    private static final int DRAWS = 64;
    private static final double EVEN_SHARE = 0.1;

    public ParzenSearch {
        if (warmUp < 2) {
            throw new IllegalArgumentException(
                    "a Bayesian search needs at least 2 trials to begin with, got " + warmUp);
        }
    }

    @Override
    public Optional<double[]> next(List<Trial> done) {
        RandomSearch even = new RandomSearch(dimensions, seed);
        if (done.size() < warmUp) {
            return even.next(done);
        }
        List<Trial> ranked = done.stream()
                .sorted(Comparator.comparingDouble(Trial::mean).reversed().thenComparing(Trial::number))
                .toList();
        int good = Math.max(1, (int) Math.ceil(GOOD_SHARE * ranked.size()));
        return Optional.of(best(ranked.subList(0, good), ranked.subList(good, ranked.size()), done.size()));
    }

    private double[] best(List<Trial> good, List<Trial> bad, int number) {
        Random random = new Random(new Random(seed + 31L * number).nextLong());
        double[] best = new double[dimensions];
        double highest = Double.NEGATIVE_INFINITY;
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] place = drawn(good, random);
            double ratio = StrictMath.log(density(good, place)) - StrictMath.log(density(bad, place));
            if (ratio > highest) {
                highest = ratio;
                best = place;
            }
        }
        return best;
    }

    private double[] drawn(List<Trial> trials, Random random) {
        boolean even = random.nextDouble() < EVEN_SHARE;
        Trial centre = trials.get(random.nextInt(trials.size()));
        double width = width(trials);
        double[] place = new double[dimensions];
        for (int at = 0; at < dimensions; at++) {
            place[at] = even ? random.nextDouble() : reflected(centre.point().get(at) + width * random.nextGaussian());
        }
        return place;
    }

    /** Into the unit interval, as from mirrors at its ends. */
    private static double reflected(double place) {
        double folded = Math.abs(place) % 2;
        return folded > 1 ? 2 - folded : folded;
    }

    private double density(List<Trial> trials, double[] place) {
        double width = width(trials);
        double scale = StrictMath.pow(width * StrictMath.sqrt(2 * Math.PI), -dimensions);
        double sum = 0;
        for (Trial trial : trials) {
            double square = 0;
            for (int at = 0; at < dimensions; at++) {
                double distance = (place[at] - trial.point().get(at)) / width;
                square += distance * distance;
            }
            sum += scale * StrictMath.exp(-square / 2);
        }
        return EVEN_SHARE + (1 - EVEN_SHARE) * sum / Math.max(1, trials.size());
    }

    /** Scott's rule for spreads of a fifth of the cube's edge. */
    private double width(List<Trial> trials) {
        return 0.2 * StrictMath.pow(Math.max(1, trials.size()), -1.0 / (dimensions + 4));
    }
}
