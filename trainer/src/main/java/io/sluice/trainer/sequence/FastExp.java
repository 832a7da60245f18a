package io.sluice.trainer.sequence;

/** The exponential function for gradients: relative error below 2e-4, the same bits everywhere. */
final class FastExp {
    private static final float LOG2_E = 1.44269504f;
    private static final float LEAST = -80;

    private FastExp() {}

    /** @param x at most 80; below -80 the answer is 0 */
    static float of(float x) {
        if (x < LEAST) {
            return 0;
        }
        float scaled = x * LOG2_E;
        int whole = (int) scaled;
        whole -= scaled < whole ? 1 : 0;
        float rest = scaled - whole;
        float power = 1f
                + rest
                        * (0.6931472f
                                + rest * (0.2402265f + rest * (0.0555041f + rest * (0.0096181f + rest * 0.0013333f))));
        return power * Float.intBitsToFloat((whole + 127) << 23);
    }
}
