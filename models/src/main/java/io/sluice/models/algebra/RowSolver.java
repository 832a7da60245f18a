package io.sluice.models.algebra;

import java.util.Arrays;

/**
 * Solves for the factors of one row after the other while the other side's, whitened, are held:
 * (I + Σ cᵢ yᵢyᵢᵀ) x = Σ (1 + cᵢ) yᵢ. A row with few entries is solved in as many unknowns as it has entries
 * (x = Σ sᵢuᵢyᵢ with (I + S Y Yᵀ S) u = S⁻¹(1 + c), S² = diag(c)), one with many in as many as there are factors. Owns
 * scratch memory: one per thread.
 */
public final class RowSolver {
    /** Lower confidences count as this: the form for few entries divides by their roots. */
    private static final float LEAST_CONFIDENCE = 1e-6f;
    /** Rows of the other side that are multiplied at once: they and the factorisation stay in the second-level cache. */
    private static final int DEPTH = 256;

    private final Kernel kernel;
    private final int rank;
    private final int few;
    private final Definite primal;
    private final Definite dual;
    private final float[] gathered;
    private final int gatheredStride;
    private final float[] turned;
    private final float[] solution;

    /** @param rank factors per row, a multiple of 16 */
    RowSolver(Kernel kernel, int rank) {
        this(kernel, rank, rank / 2);
    }

    /** @param few entries up to which a row is solved in its entries, at most {@code rank} */
    RowSolver(Kernel kernel, int rank, int few) {
        if (few < 0 || few > rank) {
            throw new IllegalArgumentException("few must lie from 0 to " + rank + ", got " + few);
        }
        this.kernel = kernel;
        this.rank = rank;
        this.few = few;
        this.primal = new Definite(kernel, rank, DEPTH);
        int most = Kernel.padded(Math.max(1, few));
        this.dual = new Definite(kernel, most, 1);
        this.gatheredStride = rank + Kernel.COLUMNS;
        this.gathered = new float[most * gatheredStride];
        this.turned = new float[rank * most];
        this.solution = new float[Math.max(rank, most)];
    }

    /**
     * Solves one row.
     *
     * @param factors of the other side, whitened, [rows × rank], row-major
     * @param rows the entries' rows in {@code factors}: {@code rows[from…to)}
     * @param confidences of the entries above the 1 that everything has, at the same places
     * @param x takes the row's factors in the whitened space, from {@code xFrom}; zeros for a row without entries
     */
    public void solve(float[] factors, int[] rows, float[] confidences, int from, int to, float[] x, int xFrom) {
        if (from == to) {
            Arrays.fill(x, xFrom, xFrom + rank, 0);
        } else if (to - from <= few) {
            solveInEntries(factors, rows, confidences, from, to, x, xFrom);
        } else {
            solveInFactors(factors, rows, confidences, from, to);
            System.arraycopy(solution, 0, x, xFrom, rank);
        }
    }

    /** The inner product of two rows of this width. */
    public float product(float[] some, int from, float[] others, int othersFrom) {
        return kernel.dot(some, from, others, othersFrom, rank);
    }

    private void solveInFactors(float[] factors, int[] rows, float[] confidences, int from, int to) {
        primal.setIdentity(rank);
        int held = 0;
        for (int at = from; at < to; at++) {
            if (held == primal.depth()) {
                primal.absorb(held);
                held = 0;
            }
            float confidence = Math.max(LEAST_CONFIDENCE, confidences[at]);
            float scale = (float) Math.sqrt(confidence);
            primal.setRow(held, scale, factors, rows[at] * rank, (1 + confidence) / scale);
            held++;
        }
        primal.solve(rank, held, solution);
    }

    private void solveInEntries(
            float[] factors, int[] rows, float[] confidences, int from, int to, float[] x, int xFrom) {
        int order = Kernel.padded(to - from);
        dual.setIdentity(order);
        gather(factors, rows, confidences, from, to, order);
        for (int block = 0; block < to - from; block += Kernel.ROWS) {
            int column = block / Kernel.COLUMNS * Kernel.COLUMNS;
            kernel.multiplyAdd(
                    gathered,
                    block * gatheredStride,
                    gatheredStride,
                    1,
                    turned,
                    column,
                    order,
                    rank,
                    dual.matrix(),
                    block * dual.stride() + column,
                    dual.stride(),
                    order - column);
        }
        dual.solve(order, 0, solution);
        Arrays.fill(x, xFrom, xFrom + rank, 0);
        for (int entry = 0; entry < to - from; entry++) {
            kernel.addScaled(solution[entry], gathered, entry * gatheredStride, x, xFrom, rank);
        }
    }

    /** S·Y in {@link #gathered} [entries × rank] and turned in {@link #turned}; S⁻¹(1 + c) as b. */
    private void gather(float[] factors, int[] rows, float[] confidences, int from, int to, int order) {
        for (int entry = 0; entry < order; entry++) {
            int place = entry * gatheredStride;
            if (from + entry >= to) {
                Arrays.fill(gathered, place, place + rank, 0);
            } else {
                float confidence = Math.max(LEAST_CONFIDENCE, confidences[from + entry]);
                float scale = (float) Math.sqrt(confidence);
                int source = rows[from + entry] * rank;
                for (int f = 0; f < rank; f++) {
                    gathered[place + f] = scale * factors[source + f];
                }
                dual.matrix()[entry * dual.stride() + order] = (1 + confidence) / scale;
            }
        }
        for (int entry = 0; entry < order; entry++) {
            for (int f = 0; f < rank; f++) {
                turned[f * order + entry] = gathered[entry * gatheredStride + f];
            }
        }
    }
}
