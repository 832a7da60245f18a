package io.sluice.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Cuts the targets of a holdout along what shops care about. Within one dimension slices do not overlap; a target of which
 * the dimension says nothing is in none of them.
 */
final class HoldoutSlices {
    private HoldoutSlices() {}

    /**
     * What one target is sliced by.
     *
     * @param returning whether its user had an earlier session
     * @param item head, tail or cold
     * @param department category cut to two levels, empty text if unknown
     * @param priceMinor as of the event
     * @param device empty text if unknown
     * @param before steps of the session before it
     */
    record Traits(
            boolean returning, String item, String department, OptionalLong priceMinor, String device, int before) {}

    /** The slices in a fixed order of dimensions, by name within each. */
    static List<Slice> of(List<Traits> targets) {
        long[] thirds = thirds(targets);
        List<Slice> slices = new ArrayList<>();
        slices.addAll(along("user", targets, traits -> traits.returning() ? "returning" : "new"));
        slices.addAll(along("item", targets, Traits::item));
        slices.addAll(along("category", targets, Traits::department));
        slices.addAll(along("price", targets, traits -> band(traits.priceMinor(), thirds)));
        slices.addAll(along("device", targets, Traits::device));
        slices.addAll(along("session", targets, traits -> length(traits.before())));
        return List.copyOf(slices);
    }

    private static List<Slice> along(String dimension, List<Traits> targets, Function<Traits, String> label) {
        String[] labels = targets.stream().map(label).toArray(String[]::new);
        TreeSet<String> names = new TreeSet<>(Arrays.asList(labels));
        names.remove("");
        return names.stream()
                .map(name -> new Slice(dimension + "=" + name, target -> labels[target].equals(name)))
                .toList();
    }

    /** Two prices that cut the priced targets into thirds; empty where none has a price. */
    private static long[] thirds(List<Traits> targets) {
        long[] prices = targets.stream()
                .flatMapToLong(traits -> traits.priceMinor().stream())
                .sorted()
                .toArray();
        return prices.length == 0 ? prices : new long[] {prices[prices.length / 3], prices[prices.length * 2 / 3]};
    }

    private static String band(OptionalLong price, long[] thirds) {
        if (price.isEmpty()) {
            return "";
        }
        return price.getAsLong() < thirds[0] ? "low" : price.getAsLong() < thirds[1] ? "middle" : "high";
    }

    private static String length(int before) {
        return before == 1 ? "first-step" : before <= 4 ? "short" : "long";
    }
}
