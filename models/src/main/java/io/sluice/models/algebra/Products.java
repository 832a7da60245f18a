package io.sluice.models.algebra;

/** Products of matrices of any height, on the fastest loops there are. Same bytes on all of them. */
public final class Products {
    /** What columns are a multiple of. */
    public static final int COLUMNS = Kernel.COLUMNS;
    /** Rows that {@link #dots} works on. */
    public static final int ROWS = Kernel.ROWS;

    private static final Kernel KERNEL = Kernels.best();

    private Products() {}

    /**
     * Where a matrix lies in an array: element (r, c) at {@code from + r * row + c * column}, so a transposed matrix is the
     * same numbers with its steps exchanged. Borrowed.
     */
    public record View(float[] values, int from, int row, int column) {
        /** Whole, row-major. */
        public static View of(float[] values, int width) {
            return new View(values, 0, width, 1);
        }

        /** The same from row {@code first} on. */
        public View rowsFrom(int first) {
            return new View(values, from + first * row, row, column);
        }

        public View transposed() {
            return new View(values, from, column, row);
        }
    }

    /**
     * C += A·B, each element of C a chain of fused multiply-adds in the order of A's columns.
     *
     * @param a [rows × depth]
     * @param b [depth × columns], its columns next to each other
     * @param c [rows × columns], its columns next to each other
     * @param columns a multiple of {@value Kernel#COLUMNS}
     */
    public static void add(View a, View b, View c, int rows, int depth, int columns) {
        int whole = rows - rows % Kernel.ROWS;
        for (int row = 0; row < whole; row += Kernel.ROWS) {
            KERNEL.multiplyAdd(
                    a.values,
                    a.from + row * a.row,
                    a.row,
                    a.column,
                    b.values,
                    b.from,
                    b.row,
                    depth,
                    c.values,
                    c.from + row * c.row,
                    c.row,
                    columns);
        }
        if (whole < rows) {
            addLast(a.rowsFrom(whole), b, c.rowsFrom(whole), rows - whole, depth, columns);
        }
    }

    /** Fewer rows than the kernel takes: the missing ones are zeros. */
    private static void addLast(View a, View b, View c, int rows, int depth, int columns) {
        float[] left = new float[Kernel.ROWS * depth];
        float[] product = new float[Kernel.ROWS * columns];
        for (int row = 0; row < rows; row++) {
            for (int at = 0; at < depth; at++) {
                left[row * depth + at] = a.values[a.from + row * a.row + at * a.column];
            }
            System.arraycopy(c.values, c.from + row * c.row, product, row * columns, columns);
        }
        KERNEL.multiplyAdd(left, 0, depth, 1, b.values, b.from, b.row, depth, product, 0, columns, columns);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(product, row * columns, c.values, c.from + row * c.row, columns);
        }
    }

    /**
     * Inner products of {@value Kernel#ROWS} rows with one vector.
     *
     * @param rows row-major, the first at {@code from}
     * @param width of a row, a multiple of {@value Kernel#COLUMNS}
     * @param sums takes {@value Kernel#ROWS}
     */
    public static void dots(float[] rows, int from, int width, float[] vector, float[] sums) {
        KERNEL.dots(rows, from, width, vector, 0, width, sums);
    }

    /** Inner product of two rows. */
    public static float dot(float[] x, int xFrom, float[] y, int yFrom, int width) {
        return KERNEL.dot(x, xFrom, y, yFrom, width);
    }
}
