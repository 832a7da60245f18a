package io.sluice.trainer.sequence;

/**
 * Numbers that learn, with their gradient and the moments of Adam (Kingma and Ba, "Adam: a method for stochastic
 * optimization", 2015). Deviation for rows of a table: those that a step does not touch keep moments and values.
 */
final class Parameter {
    private static final float FIRST_DECAY = 0.9f;
    private static final float SECOND_DECAY = 0.99f;
    private static final float SMALL = 1e-8f;

    final float[] values;
    final float[] gradient;
    private final float[] first;
    private final float[] second;

    private Parameter(float[] values, int gradientLength) {
        this.values = values;
        this.gradient = new float[gradientLength];
        this.first = new float[values.length];
        this.second = new float[values.length];
    }

    static Parameter dense(float[] values) {
        return new Parameter(values, values.length);
    }

    /** Without a gradient of its own: that comes with each step. */
    static Parameter table(float[] values) {
        return new Parameter(values, 0);
    }

    /** What a step multiplies with, made once per step. */
    record Pace(float rate, float firstScale, float secondScale) {
        static Pace of(double rate, long step) {
            return new Pace((float) rate, (float) (1 / (1 - StrictMath.pow(FIRST_DECAY, step))), (float)
                    (1 / (1 - StrictMath.pow(SECOND_DECAY, step))));
        }
    }

    /** Descends and clears the gradient. */
    void step(Pace pace) {
        for (int at = 0; at < values.length; at++) {
            descend(at, gradient[at], pace);
            gradient[at] = 0;
        }
    }

    /** Descends in one row. */
    void stepRow(int row, int width, float[] slopes, int from, Pace pace) {
        for (int at = 0; at < width; at++) {
            descend(row * width + at, slopes[from + at], pace);
        }
    }

    private void descend(int at, float slope, Pace pace) {
        first[at] = FIRST_DECAY * first[at] + (1 - FIRST_DECAY) * slope;
        second[at] = SECOND_DECAY * second[at] + (1 - SECOND_DECAY) * slope * slope;
        float spread = (float) Math.sqrt(second[at] * pace.secondScale) + SMALL;
        values[at] -= pace.rate * first[at] * pace.firstScale / spread;
    }
}
