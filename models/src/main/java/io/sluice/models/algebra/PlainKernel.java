package io.sluice.models.algebra;

/** The loops as they are written down. */
final class PlainKernel implements Kernel {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void multiplyAdd(
            float[] a,
            int aFrom,
            int aRow,
            int aStep,
            float[] b,
            int bFrom,
            int bStep,
            int depth,
            float[] c,
            int cFrom,
            int cRow,
            int columns) {
        for (int row = 0; row < ROWS; row++) {
            for (int k = 0; k < depth; k++) {
                addScaled(a[aFrom + row * aRow + k * aStep], b, bFrom + k * bStep, c, cFrom + row * cRow, columns);
            }
        }
    }

    @Override
    public void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int length) {
        for (int at = 0; at < length; at++) {
            y[yFrom + at] = Math.fma(factor, x[xFrom + at], y[yFrom + at]);
        }
    }

    @Override
    public void eliminate(
            float[] corner, float[] c, int cFrom, float[] right, float[] left, int to, int stride, int columns) {
        for (int row = 0; row < ROWS; row++) {
            int from = cFrom + row * stride;
            for (int above = 0; above < row; above++) {
                addScaled(-corner[above * ROWS + row], right, to + above * stride, c, from, columns);
            }
            for (int at = 0; at < columns; at++) {
                float value = c[from + at] * corner[row * ROWS + row];
                right[to + row * stride + at] = value;
                left[to + row * stride + at] = -value;
            }
        }
    }

    @Override
    public void dots(float[] x, int xFrom, int stride, float[] y, int yFrom, int length, float[] sums) {
        for (int row = 0; row < ROWS; row++) {
            sums[row] = dot(x, xFrom + row * stride, y, yFrom, length);
        }
    }

    @Override
    public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
        float[] chains = new float[COLUMNS];
        for (int at = 0; at < length; at++) {
            chains[at % COLUMNS] = Math.fma(x[xFrom + at], y[yFrom + at], chains[at % COLUMNS]);
        }
        return Kernel.sum(chains, 0);
    }

    @Override
    public long spin(int rounds, float[] sink) {
        float[] chains = new float[COLUMNS];
        for (int round = 0; round < rounds; round++) {
            addScaled(0.5f, sink, 0, chains, 0, COLUMNS);
        }
        sink[0] += Kernel.sum(chains, 0);
        return 2L * rounds * COLUMNS;
    }
}
