package io.sluice.trainer.tuning;

import io.sluice.models.Family;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters that are searched. A point is a place in the unit cube, one coordinate per dimension; each dimension says
 * which value a coordinate stands for.
 */
public record SearchSpace(List<Dimension> dimensions) {
    public SearchSpace {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty()) {
            throw new IllegalArgumentException("a search needs at least one parameter to vary");
        }
        HashSet<String> names = new HashSet<>();
        for (Dimension dimension : dimensions) {
            if (!names.add(dimension.name())) {
                throw new IllegalArgumentException("parameter " + dimension.name() + " is searched twice");
            }
        }
    }

    /**
     * A parameter's values.
     *
     * @param low the least, above 0 if logarithmic
     * @param high the greatest, above {@code low}
     * @param logarithmic whether equal ratios, not equal differences, are equally far apart
     * @param whole whether only whole numbers are meant
     */
    public record Dimension(String name, double low, double high, boolean logarithmic, boolean whole) {
        public Dimension {
            if (!(low < high) || (logarithmic && !(low > 0)) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException(name + " must run from a lower to a higher finite number"
                        + (logarithmic ? " above 0" : "") + ", got " + low + " to " + high);
            }
        }

        static Dimension linear(String name, double low, double high) {
            return new Dimension(name, low, high, false, false);
        }

        static Dimension logarithmic(String name, double low, double high) {
            return new Dimension(name, low, high, true, false);
        }

        static Dimension whole(String name, int low, int high) {
            return new Dimension(name, low, high, true, true);
        }

        /** The value at {@code coordinate} in [0, 1], as a recipe names it: four significant digits. */
        String value(double coordinate) {
            double value = logarithmic
                    ? StrictMath.exp(StrictMath.log(low) + coordinate * (StrictMath.log(high) - StrictMath.log(low)))
                    : low + coordinate * (high - low);
            if (whole) {
                return Long.toString(Math.round(value));
            }
            return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
        }
    }

    /** The parameters at a point. */
    public Map<String, String> at(double[] point) {
        TreeMap<String, String> values = new TreeMap<>();
        for (int at = 0; at < dimensions.size(); at++) {
            values.put(dimensions.get(at).name(), dimensions.get(at).value(point[at]));
        }
        return values;
    }

    /** What is worth searching in a family. */
    public static SearchSpace of(Family family) {
        return new SearchSpace(
                switch (family) {
                    case POPULARITY -> List.of(Dimension.logarithmic("half-life-days", 0.25, 60));
                    case COVISITATION ->
                        List.of(
                                Dimension.logarithmic("half-life-days", 1, 60),
                                Dimension.linear("distance-decay", 0.2, 1),
                                Dimension.linear("backward", 0, 1),
                                Dimension.linear("row-exponent", 0, 1),
                                Dimension.linear("context-decay", 0.1, 1));
                    case SESSION_KNN ->
                        List.of(
                                Dimension.logarithmic("half-life-days", 1, 60),
                                Dimension.whole("neighbours", 50, 1000),
                                Dimension.linear("context-decay", 0.1, 1),
                                Dimension.linear("distance-decay", 0.2, 1),
                                Dimension.linear("backward", 0, 1));
                    case ALS ->
                        List.of(
                                Dimension.whole("factors", 8, 128),
                                Dimension.logarithmic("alpha", 1, 100),
                                Dimension.logarithmic("regularisation", 0.3, 300),
                                Dimension.logarithmic("half-life-days", 2, 60),
                                Dimension.linear("context-decay", 0.1, 1));
                    case SESSION_BOOST ->
                        List.of(
                                Dimension.whole("trees", 50, 400),
                                Dimension.whole("leaves", 8, 64),
                                Dimension.logarithmic("learning-rate", 0.03, 0.3),
                                Dimension.logarithmic("l2", 0.5, 50));
                    case SEQUENCE ->
                        List.of(
                                Dimension.logarithmic("network-learning-rate", 0.0003, 0.03),
                                Dimension.linear("network-dropout", 0, 0.5));
                    case RANKER ->
                        List.of(
                                Dimension.whole("label-days", 2, 10),
                                Dimension.whole("negatives", 5, 60),
                                Dimension.logarithmic("learning-rate", 0.003, 0.3));
                });
    }
}
