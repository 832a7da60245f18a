package io.sluice.models.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.models.algebra.Products.View;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductsTest {
    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int at = 0; at < length; at++) {
            values[at] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 21})
    void shouldMultiplyMatricesOfAnyHeight(int rows) {
        float[] a = random(rows * 13, 1);
        float[] b = random(13 * 32, 2);
        float[] c = random(rows * 32, 3);
        float[] sum = c.clone();

        Products.add(View.of(a, 13), View.of(b, 32), View.of(sum, 32), rows, 13, 32);

        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < 32; column++) {
                double expected = c[row * 32 + column];
                for (int at = 0; at < 13; at++) {
                    expected += (double) a[row * 13 + at] * b[at * 32 + column];
                }
                assertThat((double) sum[row * 32 + column]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 19})
    void shouldTakeATransposedMatrixAsItLies(int rows) {
        float[] a = random(5 * rows, 1);
        float[] turned = new float[rows * 5];
        for (int row = 0; row < rows; row++) {
            for (int at = 0; at < 5; at++) {
                turned[row * 5 + at] = a[at * rows + row];
            }
        }
        float[] b = random(5 * 16, 2);
        float[] one = new float[rows * 16];
        float[] other = new float[rows * 16];

        Products.add(View.of(a, rows).transposed(), View.of(b, 16), View.of(one, 16), rows, 5, 16);
        Products.add(View.of(turned, 5), View.of(b, 16), View.of(other, 16), rows, 5, 16);

        assertThat(one).containsExactly(other);
    }
}
