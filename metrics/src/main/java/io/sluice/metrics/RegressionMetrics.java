package io.sluice.metrics;

import java.util.function.DoubleUnaryOperator;

/** How far predictions lie from what was observed, in the unit of the predicted. Order of examples does not matter. */
public final class RegressionMetrics {
    private RegressionMetrics() {}

    /** Mean absolute error. */
    public static double meanAbsoluteError(double[] predicted, double[] observed) {
        return mean(predicted, observed, Math::abs);
    }

    /** Root of the mean squared error. */
    public static double rootMeanSquaredError(double[] predicted, double[] observed) {
        return StrictMath.sqrt(mean(predicted, observed, error -> error * error));
    }

    private static double mean(double[] predicted, double[] observed, DoubleUnaryOperator loss) {
        if (predicted.length != observed.length || observed.length == 0) {
            throw new IllegalArgumentException("one prediction per observation and at least one, got "
                    + predicted.length + " and " + observed.length);
        }
        double sum = 0.0;
        for (int i = 0; i < observed.length; i++) {
            sum += loss.applyAsDouble(predicted[i] - observed[i]);
        }
        return sum / observed.length;
    }
}
