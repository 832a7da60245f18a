package io.sluice.models.algebra;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on the JDK's Vector API, eight rows by one or two vectors held in registers. Compiled apart from the rest and
 * loaded by name, because the module is still an incubator and may be absent.
 */
final class VectorKernel implements Kernel {
    /** Wider than a row of columns would read beyond it. */
    private static final VectorSpecies<Float> WIDTH =
            FloatVector.SPECIES_PREFERRED.length() > COLUMNS ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    private static final int LANES = WIDTH.length();
    /** Sixteen sums, two factors and a broadcast fit into 32 registers, which come with 512 bits. */
    private static final boolean PAIRS = LANES == COLUMNS;

    @Override
    public String name() {
        return "vector-" + WIDTH.vectorBitSize();
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
        int column = 0;
        for (; PAIRS && column + 2 * LANES <= columns; column += 2 * LANES) {
            pair(a, aFrom, aRow, aStep, b, bFrom + column, bStep, depth, c, cFrom + column, cRow);
        }
        for (; column < columns; column += LANES) {
            single(a, aFrom, aRow, aStep, b, bFrom + column, bStep, depth, c, cFrom + column, cRow);
        }
    }

    /** Eight rows by two vectors. */
    private static void pair(
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
            int cRow) {
        FloatVector left0 = FloatVector.fromArray(WIDTH, c, cFrom);
        FloatVector left1 = FloatVector.fromArray(WIDTH, c, cFrom + cRow);
        FloatVector left2 = FloatVector.fromArray(WIDTH, c, cFrom + 2 * cRow);
        FloatVector left3 = FloatVector.fromArray(WIDTH, c, cFrom + 3 * cRow);
        FloatVector left4 = FloatVector.fromArray(WIDTH, c, cFrom + 4 * cRow);
        FloatVector left5 = FloatVector.fromArray(WIDTH, c, cFrom + 5 * cRow);
        FloatVector left6 = FloatVector.fromArray(WIDTH, c, cFrom + 6 * cRow);
        FloatVector left7 = FloatVector.fromArray(WIDTH, c, cFrom + 7 * cRow);
        FloatVector right0 = FloatVector.fromArray(WIDTH, c, cFrom + LANES);
        FloatVector right1 = FloatVector.fromArray(WIDTH, c, cFrom + cRow + LANES);
        FloatVector right2 = FloatVector.fromArray(WIDTH, c, cFrom + 2 * cRow + LANES);
        FloatVector right3 = FloatVector.fromArray(WIDTH, c, cFrom + 3 * cRow + LANES);
        FloatVector right4 = FloatVector.fromArray(WIDTH, c, cFrom + 4 * cRow + LANES);
        FloatVector right5 = FloatVector.fromArray(WIDTH, c, cFrom + 5 * cRow + LANES);
        FloatVector right6 = FloatVector.fromArray(WIDTH, c, cFrom + 6 * cRow + LANES);
        FloatVector right7 = FloatVector.fromArray(WIDTH, c, cFrom + 7 * cRow + LANES);
        int at = aFrom;
        int bt = bFrom;
        for (int k = 0; k < depth; k++) {
            FloatVector left = FloatVector.fromArray(WIDTH, b, bt);
            FloatVector right = FloatVector.fromArray(WIDTH, b, bt + LANES);
            FloatVector factor = FloatVector.broadcast(WIDTH, a[at]);
            left0 = factor.fma(left, left0);
            right0 = factor.fma(right, right0);
            factor = FloatVector.broadcast(WIDTH, a[at + aRow]);
            left1 = factor.fma(left, left1);
            right1 = factor.fma(right, right1);
            factor = FloatVector.broadcast(WIDTH, a[at + 2 * aRow]);
            left2 = factor.fma(left, left2);
            right2 = factor.fma(right, right2);
            factor = FloatVector.broadcast(WIDTH, a[at + 3 * aRow]);
            left3 = factor.fma(left, left3);
            right3 = factor.fma(right, right3);
            factor = FloatVector.broadcast(WIDTH, a[at + 4 * aRow]);
            left4 = factor.fma(left, left4);
            right4 = factor.fma(right, right4);
            factor = FloatVector.broadcast(WIDTH, a[at + 5 * aRow]);
            left5 = factor.fma(left, left5);
            right5 = factor.fma(right, right5);
            factor = FloatVector.broadcast(WIDTH, a[at + 6 * aRow]);
            left6 = factor.fma(left, left6);
            right6 = factor.fma(right, right6);
            factor = FloatVector.broadcast(WIDTH, a[at + 7 * aRow]);
            left7 = factor.fma(left, left7);
            right7 = factor.fma(right, right7);
            at += aStep;
            bt += bStep;
        }
        left0.intoArray(c, cFrom);
        left1.intoArray(c, cFrom + cRow);
        left2.intoArray(c, cFrom + 2 * cRow);
        left3.intoArray(c, cFrom + 3 * cRow);
        left4.intoArray(c, cFrom + 4 * cRow);
        left5.intoArray(c, cFrom + 5 * cRow);
        left6.intoArray(c, cFrom + 6 * cRow);
        left7.intoArray(c, cFrom + 7 * cRow);
        right0.intoArray(c, cFrom + LANES);
        right1.intoArray(c, cFrom + cRow + LANES);
        right2.intoArray(c, cFrom + 2 * cRow + LANES);
        right3.intoArray(c, cFrom + 3 * cRow + LANES);
        right4.intoArray(c, cFrom + 4 * cRow + LANES);
        right5.intoArray(c, cFrom + 5 * cRow + LANES);
        right6.intoArray(c, cFrom + 6 * cRow + LANES);
        right7.intoArray(c, cFrom + 7 * cRow + LANES);
    }

    /** Eight rows by one vector. */
    private static void single(
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
            int cRow) {
        FloatVector sum0 = FloatVector.fromArray(WIDTH, c, cFrom);
        FloatVector sum1 = FloatVector.fromArray(WIDTH, c, cFrom + cRow);
        FloatVector sum2 = FloatVector.fromArray(WIDTH, c, cFrom + 2 * cRow);
        FloatVector sum3 = FloatVector.fromArray(WIDTH, c, cFrom + 3 * cRow);
        FloatVector sum4 = FloatVector.fromArray(WIDTH, c, cFrom + 4 * cRow);
        FloatVector sum5 = FloatVector.fromArray(WIDTH, c, cFrom + 5 * cRow);
        FloatVector sum6 = FloatVector.fromArray(WIDTH, c, cFrom + 6 * cRow);
        FloatVector sum7 = FloatVector.fromArray(WIDTH, c, cFrom + 7 * cRow);
        int at = aFrom;
        int bt = bFrom;
        for (int k = 0; k < depth; k++) {
            FloatVector row = FloatVector.fromArray(WIDTH, b, bt);
            sum0 = FloatVector.broadcast(WIDTH, a[at]).fma(row, sum0);
            sum1 = FloatVector.broadcast(WIDTH, a[at + aRow]).fma(row, sum1);
            sum2 = FloatVector.broadcast(WIDTH, a[at + 2 * aRow]).fma(row, sum2);
            sum3 = FloatVector.broadcast(WIDTH, a[at + 3 * aRow]).fma(row, sum3);
            sum4 = FloatVector.broadcast(WIDTH, a[at + 4 * aRow]).fma(row, sum4);
            sum5 = FloatVector.broadcast(WIDTH, a[at + 5 * aRow]).fma(row, sum5);
            sum6 = FloatVector.broadcast(WIDTH, a[at + 6 * aRow]).fma(row, sum6);
            sum7 = FloatVector.broadcast(WIDTH, a[at + 7 * aRow]).fma(row, sum7);
            at += aStep;
            bt += bStep;
        }
        sum0.intoArray(c, cFrom);
        sum1.intoArray(c, cFrom + cRow);
        sum2.intoArray(c, cFrom + 2 * cRow);
        sum3.intoArray(c, cFrom + 3 * cRow);
        sum4.intoArray(c, cFrom + 4 * cRow);
        sum5.intoArray(c, cFrom + 5 * cRow);
        sum6.intoArray(c, cFrom + 6 * cRow);
        sum7.intoArray(c, cFrom + 7 * cRow);
    }

    @Override
    public void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int length) {
        int at = 0;
        for (; at + LANES <= length; at += LANES) {
            FloatVector.broadcast(WIDTH, factor)
                    .fma(FloatVector.fromArray(WIDTH, x, xFrom + at), FloatVector.fromArray(WIDTH, y, yFrom + at))
                    .intoArray(y, yFrom + at);
        }
        for (; at < length; at++) {
            y[yFrom + at] = Math.fma(factor, x[xFrom + at], y[yFrom + at]);
        }
    }

    @Override
    public void eliminate(
            float[] corner, float[] c, int cFrom, float[] right, float[] left, int to, int stride, int columns) {
        for (int column = 0; column < columns; column += LANES) {
            eliminate(corner, c, cFrom + column, right, left, to + column, stride);
        }
    }

    private static void eliminate(
            float[] corner, float[] c, int cFrom, float[] right, float[] left, int to, int stride) {
        FloatVector row0 = FloatVector.fromArray(WIDTH, c, cFrom);
        row0 = row0.mul(corner[0]);
        FloatVector row1 = FloatVector.fromArray(WIDTH, c, cFrom + stride);
        row1 = row0.fma(FloatVector.broadcast(WIDTH, -corner[1]), row1);
        row1 = row1.mul(corner[9]);
        FloatVector row2 = FloatVector.fromArray(WIDTH, c, cFrom + 2 * stride);
        row2 = row0.fma(FloatVector.broadcast(WIDTH, -corner[2]), row2);
        row2 = row1.fma(FloatVector.broadcast(WIDTH, -corner[10]), row2);
        row2 = row2.mul(corner[18]);
        FloatVector row3 = FloatVector.fromArray(WIDTH, c, cFrom + 3 * stride);
        row3 = row0.fma(FloatVector.broadcast(WIDTH, -corner[3]), row3);
        row3 = row1.fma(FloatVector.broadcast(WIDTH, -corner[11]), row3);
        row3 = row2.fma(FloatVector.broadcast(WIDTH, -corner[19]), row3);
        row3 = row3.mul(corner[27]);
        FloatVector row4 = FloatVector.fromArray(WIDTH, c, cFrom + 4 * stride);
        row4 = row0.fma(FloatVector.broadcast(WIDTH, -corner[4]), row4);
        row4 = row1.fma(FloatVector.broadcast(WIDTH, -corner[12]), row4);
        row4 = row2.fma(FloatVector.broadcast(WIDTH, -corner[20]), row4);
        row4 = row3.fma(FloatVector.broadcast(WIDTH, -corner[28]), row4);
        row4 = row4.mul(corner[36]);
        FloatVector row5 = FloatVector.fromArray(WIDTH, c, cFrom + 5 * stride);
        row5 = row0.fma(FloatVector.broadcast(WIDTH, -corner[5]), row5);
        row5 = row1.fma(FloatVector.broadcast(WIDTH, -corner[13]), row5);
        row5 = row2.fma(FloatVector.broadcast(WIDTH, -corner[21]), row5);
        row5 = row3.fma(FloatVector.broadcast(WIDTH, -corner[29]), row5);
        row5 = row4.fma(FloatVector.broadcast(WIDTH, -corner[37]), row5);
        row5 = row5.mul(corner[45]);
        FloatVector row6 = FloatVector.fromArray(WIDTH, c, cFrom + 6 * stride);
        row6 = row0.fma(FloatVector.broadcast(WIDTH, -corner[6]), row6);
        row6 = row1.fma(FloatVector.broadcast(WIDTH, -corner[14]), row6);
        row6 = row2.fma(FloatVector.broadcast(WIDTH, -corner[22]), row6);
        row6 = row3.fma(FloatVector.broadcast(WIDTH, -corner[30]), row6);
        row6 = row4.fma(FloatVector.broadcast(WIDTH, -corner[38]), row6);
        row6 = row5.fma(FloatVector.broadcast(WIDTH, -corner[46]), row6);
        row6 = row6.mul(corner[54]);
        FloatVector row7 = FloatVector.fromArray(WIDTH, c, cFrom + 7 * stride);
        row7 = row0.fma(FloatVector.broadcast(WIDTH, -corner[7]), row7);
        row7 = row1.fma(FloatVector.broadcast(WIDTH, -corner[15]), row7);
        row7 = row2.fma(FloatVector.broadcast(WIDTH, -corner[23]), row7);
        row7 = row3.fma(FloatVector.broadcast(WIDTH, -corner[31]), row7);
        row7 = row4.fma(FloatVector.broadcast(WIDTH, -corner[39]), row7);
        row7 = row5.fma(FloatVector.broadcast(WIDTH, -corner[47]), row7);
        row7 = row6.fma(FloatVector.broadcast(WIDTH, -corner[55]), row7);
        row7 = row7.mul(corner[63]);
        row0.intoArray(right, to);
        row0.neg().intoArray(left, to);
        row1.intoArray(right, to + stride);
        row1.neg().intoArray(left, to + stride);
        row2.intoArray(right, to + 2 * stride);
        row2.neg().intoArray(left, to + 2 * stride);
        row3.intoArray(right, to + 3 * stride);
        row3.neg().intoArray(left, to + 3 * stride);
        row4.intoArray(right, to + 4 * stride);
        row4.neg().intoArray(left, to + 4 * stride);
        row5.intoArray(right, to + 5 * stride);
        row5.neg().intoArray(left, to + 5 * stride);
        row6.intoArray(right, to + 6 * stride);
        row6.neg().intoArray(left, to + 6 * stride);
        row7.intoArray(right, to + 7 * stride);
        row7.neg().intoArray(left, to + 7 * stride);
    }

    @Override
    public void dots(float[] x, int xFrom, int stride, float[] y, int yFrom, int length, float[] sums) {
        float[] chains = new float[ROWS * COLUMNS];
        for (int lane = 0; lane < COLUMNS; lane += LANES) {
            dots(x, xFrom + lane, stride, y, yFrom + lane, length, chains, lane);
        }
        for (int row = 0; row < ROWS; row++) {
            sums[row] = Kernel.sum(chains, row * COLUMNS);
        }
    }

    private static void dots(
            float[] x, int xFrom, int stride, float[] y, int yFrom, int length, float[] chains, int lane) {
        FloatVector sum0 = FloatVector.zero(WIDTH);
        FloatVector sum1 = FloatVector.zero(WIDTH);
        FloatVector sum2 = FloatVector.zero(WIDTH);
        FloatVector sum3 = FloatVector.zero(WIDTH);
        FloatVector sum4 = FloatVector.zero(WIDTH);
        FloatVector sum5 = FloatVector.zero(WIDTH);
        FloatVector sum6 = FloatVector.zero(WIDTH);
        FloatVector sum7 = FloatVector.zero(WIDTH);
        for (int at = 0; at < length; at += COLUMNS) {
            FloatVector factor = FloatVector.fromArray(WIDTH, y, yFrom + at);
            sum0 = FloatVector.fromArray(WIDTH, x, xFrom + at).fma(factor, sum0);
            sum1 = FloatVector.fromArray(WIDTH, x, xFrom + stride + at).fma(factor, sum1);
            sum2 = FloatVector.fromArray(WIDTH, x, xFrom + 2 * stride + at).fma(factor, sum2);
            sum3 = FloatVector.fromArray(WIDTH, x, xFrom + 3 * stride + at).fma(factor, sum3);
            sum4 = FloatVector.fromArray(WIDTH, x, xFrom + 4 * stride + at).fma(factor, sum4);
            sum5 = FloatVector.fromArray(WIDTH, x, xFrom + 5 * stride + at).fma(factor, sum5);
            sum6 = FloatVector.fromArray(WIDTH, x, xFrom + 6 * stride + at).fma(factor, sum6);
            sum7 = FloatVector.fromArray(WIDTH, x, xFrom + 7 * stride + at).fma(factor, sum7);
        }
        sum0.intoArray(chains, lane);
        sum1.intoArray(chains, lane + COLUMNS);
        sum2.intoArray(chains, lane + 2 * COLUMNS);
        sum3.intoArray(chains, lane + 3 * COLUMNS);
        sum4.intoArray(chains, lane + 4 * COLUMNS);
        sum5.intoArray(chains, lane + 5 * COLUMNS);
        sum6.intoArray(chains, lane + 6 * COLUMNS);
        sum7.intoArray(chains, lane + 7 * COLUMNS);
    }

    @Override
    public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
        float[] chains = new float[COLUMNS];
        int whole = length - length % COLUMNS;
        for (int lane = 0; lane < COLUMNS; lane += LANES) {
            FloatVector sum = FloatVector.zero(WIDTH);
            for (int at = lane; at < whole; at += COLUMNS) {
                sum = FloatVector.fromArray(WIDTH, x, xFrom + at).fma(FloatVector.fromArray(WIDTH, y, yFrom + at), sum);
            }
            sum.intoArray(chains, lane);
        }
        for (int at = whole; at < length; at++) {
            chains[at - whole] = Math.fma(x[xFrom + at], y[yFrom + at], chains[at - whole]);
        }
        return Kernel.sum(chains, 0);
    }

    /** Twelve chains: more than the latency of a multiply-add times how many can begin in a cycle. */
    @Override
    public long spin(int rounds, float[] sink) {
        FloatVector factor = FloatVector.broadcast(WIDTH, 0.5f);
        FloatVector addend = FloatVector.broadcast(WIDTH, sink[0]);
        FloatVector sum0 = addend;
        FloatVector sum1 = addend;
        FloatVector sum2 = addend;
        FloatVector sum3 = addend;
        FloatVector sum4 = addend;
        FloatVector sum5 = addend;
        FloatVector sum6 = addend;
        FloatVector sum7 = addend;
        FloatVector sum8 = addend;
        FloatVector sum9 = addend;
        FloatVector sum10 = addend;
        FloatVector sum11 = addend;
        for (int round = 0; round < rounds; round++) {
            sum0 = sum0.fma(factor, addend);
            sum1 = sum1.fma(factor, addend);
            sum2 = sum2.fma(factor, addend);
            sum3 = sum3.fma(factor, addend);
            sum4 = sum4.fma(factor, addend);
            sum5 = sum5.fma(factor, addend);
            sum6 = sum6.fma(factor, addend);
            sum7 = sum7.fma(factor, addend);
            sum8 = sum8.fma(factor, addend);
            sum9 = sum9.fma(factor, addend);
            sum10 = sum10.fma(factor, addend);
            sum11 = sum11.fma(factor, addend);
        }
        FloatVector sum = sum0.add(sum1).add(sum2).add(sum3).add(sum4).add(sum5);
        sum = sum.add(sum6).add(sum7).add(sum8).add(sum9).add(sum10).add(sum11);
        sink[1] += sum.lane(0);
        return 2L * 12 * LANES * rounds;
    }
}
