package io.sluice.models.algebra;

import java.util.Arrays;

/**
 * A few steps of conjugate gradients towards (I + Σ cᵢ yᵢyᵢᵀ) x = Σ (1 + cᵢ) yᵢ, from where x stands. Takács, Pilászy and
 * Tikk, "Applications of the conjugate gradient method for implicit feedback collaborative filtering", 2011. Because the
 * rows are whitened, a step costs as much as the entries, without a product with the Gram matrix. Owns scratch memory.
 */
final class ConjugateGradient {
    /** Entries that are gathered at once. */
    private static final int CHUNK = 512;
    /** Of the right side's square length: what single precision cannot tell from nothing. */
    private static final float NEGLIGIBLE = 1e-12f;

    private final Kernel kernel;
    private final int rank;
    private final int stride;
    private final int steps;
    private final float[] gathered;
    private final float[] targets;
    private final float[] products;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;
    private int gatheredFrom;

    /** @param rank a multiple of {@link Kernel#COLUMNS} */
    ConjugateGradient(Kernel kernel, int rank, int steps) {
        this.kernel = kernel;
        this.rank = rank;
        this.stride = rank + Kernel.COLUMNS;
        this.steps = steps;
        this.gathered = new float[CHUNK * stride];
        this.targets = new float[CHUNK];
        this.products = new float[Kernel.ROWS];
        this.residual = new float[rank];
        this.direction = new float[rank];
        this.image = new float[rank];
    }

    /**
     * Takes the steps.
     *
     * @param entries which rows of the other side, with their confidences
     * @param x [rank] from {@code at}: where to begin, and where it ended
     * @return xᵀr, with r what is left of the right side: 0 once x solves the system
     */
    float solve(Entries entries, float[] x, int at) {
        gatheredFrom = -1;
        System.arraycopy(x, at, direction, 0, rank);
        apply(entries);
        rightSide(entries);
        float length = kernel.dot(residual, 0, residual, 0, rank);
        kernel.addScaled(-1, image, 0, residual, 0, rank);
        System.arraycopy(residual, 0, direction, 0, rank);
        float left = kernel.dot(residual, 0, residual, 0, rank);
        for (int step = 0; step < steps && left > NEGLIGIBLE * length; step++) {
            apply(entries);
            float stretch = left / kernel.dot(direction, 0, image, 0, rank);
            kernel.addScaled(stretch, direction, 0, x, at, rank);
            kernel.addScaled(-stretch, image, 0, residual, 0, rank);
            float before = left;
            left = kernel.dot(residual, 0, residual, 0, rank);
            float kept = left / before;
            for (int f = 0; f < rank; f++) {
                direction[f] = Math.fma(kept, direction[f], residual[f]);
            }
        }
        return kernel.dot(x, at, residual, 0, rank);
    }

    /** {@link #residual} = Σ (1 + c) y. */
    private void rightSide(Entries entries) {
        Arrays.fill(residual, 0);
        for (int from = 0; from < entries.size(); from += CHUNK) {
            int count = gather(entries, from);
            for (int entry = 0; entry < count; entry++) {
                kernel.addScaled(targets[entry], gathered, entry * stride, residual, 0, rank);
            }
        }
    }

    /** {@link #image} = (I + Σ c y yᵀ) {@link #direction}. */
    private void apply(Entries entries) {
        System.arraycopy(direction, 0, image, 0, rank);
        for (int from = 0; from < entries.size(); from += CHUNK) {
            int count = gather(entries, from);
            for (int block = 0; block < count; block += Kernel.ROWS) {
                kernel.dots(gathered, block * stride, stride, direction, 0, rank, products);
                for (int entry = block; entry < Math.min(count, block + Kernel.ROWS); entry++) {
                    kernel.addScaled(products[entry - block], gathered, entry * stride, image, 0, rank);
                }
            }
        }
    }

    private int gather(Entries entries, int from) {
        int count = Math.min(CHUNK, entries.size() - from);
        if (gatheredFrom != from) {
            for (int entry = 0; entry < count; entry++) {
                targets[entry] = entries.copyScaled(from + entry, rank, gathered, entry * stride);
            }
            gatheredFrom = from;
        }
        return count;
    }
}
