package io.sluice.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A reliability curve: examples in bins by how sure the model was, with what it said and what came true. Guo et al., "On
 * calibration of modern neural networks", 2017.
 *
 * @param bins in ascending order of confidence, empty ones left out
 */
public record Reliability(List<Bin> bins) {
    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Examples of about the same confidence.
     *
     * @param said mean confidence
     * @param came share of positive outcomes, in [0, 1]
     */
    public record Bin(long examples, double said, double came) {}

    /** Equal widths: bin i of n takes probabilities in (i/n, (i+1)/n], the first one 0 as well. */
    public static Reliability ofProbabilities(double[] probabilities, boolean[] outcomes, int bins) {
        ClassificationMetrics.check(probabilities, outcomes);
        int[] bin = new int[outcomes.length];
        Arrays.setAll(bin, i -> Math.max(0, (int) Math.ceil(probabilities[i] * bins) - 1));
        return of(probabilities, outcomes, bin, bins);
    }

    /** Equal counts, for scores that are no probabilities: does a higher score mean a surer answer? Ties go by position. */
    public static Reliability ofScores(double[] scores, boolean[] outcomes, int bins) {
        Integer[] ascending = new Integer[scores.length];
        Arrays.setAll(ascending, i -> i);
        Arrays.sort(ascending, Comparator.comparingDouble(i -> scores[i]));
        int[] bin = new int[scores.length];
        for (int place = 0; place < ascending.length; place++) {
            bin[ascending[place]] = (int) ((long) place * bins / ascending.length);
        }
        return of(scores, outcomes, bin, bins);
    }

    /** Mean distance between said and came, weighted by examples: the expected calibration error. */
    public double calibrationError() {
        double sum = 0.0;
        long examples = 0;
        for (Bin bin : bins) {
            sum += bin.examples() * Math.abs(bin.said() - bin.came());
            examples += bin.examples();
        }
        return examples == 0 ? 0.0 : sum / examples;
    }

    private static Reliability of(double[] confidence, boolean[] outcomes, int[] bin, int bins) {
        long[] examples = new long[bins];
        long[] positives = new long[bins];
        double[] said = new double[bins];
        for (int i = 0; i < outcomes.length; i++) {
            examples[bin[i]]++;
            positives[bin[i]] += outcomes[i] ? 1 : 0;
            said[bin[i]] += confidence[i];
        }
        List<Bin> filled = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            if (examples[i] > 0) {
                filled.add(new Bin(examples[i], said[i] / examples[i], (double) positives[i] / examples[i]));
            }
        }
        return new Reliability(filled);
    }
}
