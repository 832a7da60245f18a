package io.sluice.models.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
    @Test
    void shouldRunOnVectorsInTheBuild() {
        assertThat(Kernels.name()).startsWith("vector-");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 31, 48, 100})
    void shouldAgreeToTheBit(int length) {
        Kernel plain = new PlainKernel();
        for (Kernel kernel : Kernels.all()) {
            float[] x = numbers(2000, 1);
            float[] y = numbers(2000, 2);
            float[] other = y.clone();

            kernel.addScaled(0.3f, x, 3, y, 5, length);
            plain.addScaled(0.3f, x, 3, other, 5, length);

            assertThat(y).as(kernel.name()).isEqualTo(other);
            assertThat(kernel.dot(x, 3, y, 5, length)).isEqualTo(plain.dot(x, 3, y, 5, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 80})
    void shouldMultiplyEightRowsToTheBit(int columns) {
        float[] a = numbers(8 * 50, 1);
        float[] b = numbers(50 * 100, 2);
        float[] expected = numbers(8 * 100, 3);
        float[] start = expected.clone();
        new PlainKernel().multiplyAdd(a, 0, 50, 1, b, 4, 100, 37, expected, 2, 100, columns);

        for (Kernel kernel : Kernels.all()) {
            float[] c = start.clone();
            kernel.multiplyAdd(a, 0, 50, 1, b, 4, 100, 37, c, 2, 100, columns);

            assertThat(c).as(kernel.name()).isEqualTo(expected);
        }
        double byHand = start[2 + 3 * 100 + 7];
        for (int k = 0; k < 37; k++) {
            byHand += (double) a[3 * 50 + k] * b[4 + k * 100 + 7];
        }
        assertThat((double) expected[2 + 3 * 100 + 7]).isCloseTo(byHand, within(1e-4));
    }

    private static float[] numbers(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int at = 0; at < count; at++) {
            numbers[at] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
