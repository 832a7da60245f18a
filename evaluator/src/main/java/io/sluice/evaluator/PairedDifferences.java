package io.sluice.evaluator;

import io.sluice.metrics.SessionScores;
import java.util.Arrays;

/**
 * What a protocol yields: candidate minus reference per session, summed per user. Sessions of one user are not independent,
 * users are. Users stand in the order of their first session. Immutable.
 */
final class PairedDifferences {
    private final double[] sums;
    private final int[] counts;
    private final int sessions;
    private final int differing;

    private PairedDifferences(double[] sums, int[] counts, int sessions, int differing) {
        this.sums = sums;
        this.counts = counts;
        this.sessions = sessions;
        this.differing = differing;
    }

    /** @throws IllegalArgumentException if the two do not speak of the same sessions */
    static PairedDifferences of(SessionScores reference, SessionScores candidate) {
        if (!reference.pairsWith(candidate)) {
            throw new IllegalArgumentException("paired differences need the same sessions on both sides, got "
                    + reference.size() + " and " + candidate.size());
        }
        int highest = -1;
        for (int i = 0; i < reference.size(); i++) {
            highest = Math.max(highest, reference.user(i));
        }
        int[] cluster = new int[highest + 1];
        Arrays.fill(cluster, -1);
        double[] sums = new double[reference.size()];
        int[] counts = new int[reference.size()];
        int users = 0;
        int differing = 0;
        for (int i = 0; i < reference.size(); i++) {
            int user = reference.user(i);
            cluster[user] = cluster[user] < 0 ? users++ : cluster[user];
            double difference = candidate.value(i) - reference.value(i);
            sums[cluster[user]] += difference;
            counts[cluster[user]]++;
            differing += difference == 0 ? 0 : 1;
        }
        return new PairedDifferences(
                Arrays.copyOf(sums, users), Arrays.copyOf(counts, users), reference.size(), differing);
    }

    int sessions() {
        return sessions;
    }

    /** Sessions on which the two do not score alike. */
    int differing() {
        return differing;
    }

    int users() {
        return sums.length;
    }

    double sum(int user) {
        return sums[user];
    }

    int count(int user) {
        return counts[user];
    }

    /** Mean difference over sessions; 0 where there is none. */
    double mean() {
        double total = 0.0;
        for (double sum : sums) {
            total += sum;
        }
        return sessions == 0 ? 0.0 : total / sessions;
    }

    /** Standard error of {@link #mean}, clustered by user, linearised as a ratio; 0 for fewer than two users. */
    double standardError() {
        double mean = mean();
        double squares = 0.0;
        for (int user = 0; user < sums.length; user++) {
            double residual = sums[user] - mean * counts[user];
            squares += residual * residual;
        }
        int users = sums.length;
        return users < 2 ? 0.0 : StrictMath.sqrt(squares * users / (users - 1.0)) / sessions;
    }

    /**
     * Degrees of freedom: not users but how many users of equal size would weigh as much, minus one. A few users with very
     * many sessions make the standard error itself uncertain. Kish's effective sample size; in the spirit of Carter,
     * Schnepel and Steigerwald, "Asymptotic behavior of a t-test robust to cluster heterogeneity", 2017.
     */
    double degreesOfFreedom() {
        double squares = 0.0;
        for (int count : counts) {
            squares += (double) count * count;
        }
        return Math.max(1.0, squares == 0 ? 0 : (double) sessions * sessions / squares - 1);
    }
}
