package io.sluice.evaluator;

/**
 * Student's t distribution. The regularised incomplete beta function by Lentz's continued fraction (Press et al.,
 * "Numerical Recipes", 6.4); the logarithm of the gamma function by Lanczos. Accurate to about 1e-9.
 */
final class StudentT {
    private static final double[] LANCZOS = {
        76.18009172947146,
        -86.50532032941677,
        24.01409824083091,
        -1.231739572450155,
        0.1208650973866179e-2,
        -0.5395239384953e-5
    };

    private final double degrees;

    StudentT(double degrees) {
        this.degrees = Math.max(1.0, degrees);
    }

    /** Probability of a value at or below {@code t}. */
    double below(double t) {
        double tail = 0.5 * incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
        return t > 0 ? 1 - tail : tail;
    }

    /** The value with {@code probability} above it, for probabilities up to a half; a million at most. */
    double above(double probability) {
        double high = 1;
        while (below(-high) > probability && high < 1e6) {
            high *= 2;
        }
        double low = high == 1 ? 0 : high / 2;
        while (high - low > 1e-11 * high) {
            double middle = (low + high) / 2;
            if (below(-middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double incompleteBeta(double a, double b, double x) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double front = StrictMath.exp(
                logGamma(a + b) - logGamma(a) - logGamma(b) + a * StrictMath.log(x) + b * StrictMath.log(1 - x));
        return x < (a + 1) / (a + b + 2)
                ? front * continuedFraction(a, b, x) / a
                : 1 - front * continuedFraction(b, a, 1 - x) / b;
    }

    private static double continuedFraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m <= 1000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            fraction *= d * c;
            if (Math.abs(d * c - 1) < 1e-14) {
                break;
            }
        }
        return fraction;
    }

    private static double away(double value) {
        return Math.abs(value) < 1e-300 ? 1e-300 : value;
    }

    private static double logGamma(double x) {
        double series = 1.000000000190015;
        for (int i = 0; i < LANCZOS.length; i++) {
            series += LANCZOS[i] / (x + 1 + i);
        }
        double base = x + 5.5;
        return (x + 0.5) * StrictMath.log(base) - base + StrictMath.log(2.5066282746310005 * series / x);
    }
}
