package io.sluice.models.algebra;

import java.util.Arrays;

/**
 * Solves for the factors of one row after the other while the other side's, whitened, are held:
 * (I + Σ cᵢ yᵢyᵢᵀ) x = Σ (1 + cᵢ) yᵢ. Rows with few entries are solved exactly in as many unknowns as they have entries
 * (x = Σ sᵢuᵢyᵢ with (I + S Y Yᵀ S) u = S⁻¹(1 + c), S² = diag(c)); how others are is for {@link Method} to say. Owns scratch
 * memory: one per thread.
 */
public final class RowSolver {
    /** Rows of the other side that are multiplied at once: they and the factorisation stay in the second-level cache. */
    private static final int DEPTH = 256;

    private final Kernel kernel;
    private final int rank;
    private final Method method;
    private final Definite primal;
    private final Definite dual;
    private final ConjugateGradient gradient;
    private final float[] gathered;
    private final int gatheredStride;
    private final float[] turned;
    private final float[] solution;

    /**
     * How rows are solved.
     *
     * @param few entries up to which a row is solved exactly in its entries, at least 0
     * @param steps of conjugate gradients for rows with more; 0 solves them exactly, in as many unknowns as factors
     */
    public record Method(int few, int steps) {
        public Method {
            if (few < 0 || steps < 0) {
                throw new IllegalArgumentException("few and steps must be at least 0, got " + few + " and " + steps);
            }
        }

        /** Every row exactly, at {@code rank} factors. */
        public static Method exact(int rank) {
            return new Method(rank / 2, 0);
        }

        /** Rows with more than 16 entries by conjugate gradients. */
        public static Method steps(int steps) {
            return new Method(Kernel.COLUMNS, steps);
        }
    }

    /** @param rank factors per row, a multiple of 16 */
    RowSolver(Kernel kernel, int rank, Method method) {
        this.kernel = kernel;
        this.rank = rank;
        this.method = method;
        boolean exact = method.steps == 0;
        this.primal = new Definite(kernel, exact ? rank : Kernel.COLUMNS, exact ? DEPTH : 1);
        this.gradient = new ConjugateGradient(kernel, exact ? Kernel.COLUMNS : rank, method.steps);
        int most = Kernel.padded(Math.max(1, method.few));
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
     * @param x takes the row's factors in the whitened space, from {@code at}; where it stands before is where conjugate
     *     gradients begin; zeros for a row without entries
     * @return xᵀr, with r what is left of the right side: 0 where the row is solved exactly
     */
    public float solve(float[] factors, int[] rows, float[] confidences, int from, int to, float[] x, int at) {
        Entries entries = new Entries(factors, rows, confidences, from, to);
        if (entries.size() == 0) {
            Arrays.fill(x, at, at + rank, 0);
        } else if (entries.size() <= method.few) {
            solveInEntries(entries, x, at);
        } else if (method.steps == 0) {
            solveInFactors(entries);
            System.arraycopy(solution, 0, x, at, rank);
        } else {
            return gradient.solve(entries, x, at);
        }
        return 0;
    }

    /** The inner product of two rows of this width. */
    public float product(float[] some, int from, float[] others, int othersFrom) {
        return kernel.dot(some, from, others, othersFrom, rank);
    }

    private void solveInFactors(Entries entries) {
        primal.setIdentity(rank);
        int held = 0;
        for (int entry = 0; entry < entries.size(); entry++) {
            if (held == primal.depth()) {
                primal.absorb(held);
                held = 0;
            }
            primal.setRow(held, entries, entry);
            held++;
        }
        primal.solve(rank, held, solution);
    }

    private void solveInEntries(Entries entries, float[] x, int at) {
        int order = Kernel.padded(entries.size());
        dual.setIdentity(order);
        gather(entries, order);
        for (int block = 0; block < entries.size(); block += Kernel.ROWS) {
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
        Arrays.fill(x, at, at + rank, 0);
        for (int entry = 0; entry < entries.size(); entry++) {
            kernel.addScaled(solution[entry], gathered, entry * gatheredStride, x, at, rank);
        }
    }

    /** S·Y in {@link #gathered} [entries × rank] and turned in {@link #turned}; S⁻¹(1 + c) as b. */
    private void gather(Entries entries, int order) {
        for (int entry = 0; entry < order; entry++) {
            int place = entry * gatheredStride;
            if (entry < entries.size()) {
                dual.matrix()[entry * dual.stride() + order] = entries.copyScaled(entry, rank, gathered, place);
            } else {
                Arrays.fill(gathered, place, place + rank, 0);
            }
            for (int f = 0; f < rank; f++) {
                turned[f * order + entry] = gathered[place + f];
            }
        }
    }
}
