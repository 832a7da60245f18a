package io.sluice.models.algebra;

/**
 * Some rows of the other side's factors with their confidences above the 1 that everything has: views into arrays that the
 * caller owns.
 *
 * @param factors [rows × rank], row-major, whitened
 * @param rows the entries' rows: {@code rows[from…to)}
 * @param confidences at the same places; less than a millionth counts as a millionth, because roots of them are divided by
 */
record Entries(float[] factors, int[] rows, float[] confidences, int from, int to) {
    private static final float LEAST_CONFIDENCE = 1e-6f;

    int size() {
        return to - from;
    }

    /** Writes s·y, with s the root of the confidence c; returns what it is aimed at, (1 + c) / s. */
    float copyScaled(int entry, int rank, float[] target, int at) {
        float confidence = Math.max(LEAST_CONFIDENCE, confidences[from + entry]);
        float scale = (float) Math.sqrt(confidence);
        int source = rows[from + entry] * rank;
        for (int f = 0; f < rank; f++) {
            target[at + f] = scale * factors[source + f];
        }
        return (1 + confidence) / scale;
    }
}
