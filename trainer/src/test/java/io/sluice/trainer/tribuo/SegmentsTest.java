package io.sluice.trainer.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    @Test
    void shouldFindGroupsThatLieApart() {
        Random random = new Random(1);
        float[] values = new float[2 * 300];
        float[] ones = new float[300];
        for (int row = 0; row < 300; row++) {
            values[2 * row] = (float) (random.nextGaussian() * 0.1 + 5 * (row % 3));
            values[2 * row + 1] = (float) (random.nextGaussian() * 0.1 + (row % 3 == 1 ? 9 : 0));
            ones[row] = 1;
        }
        FeatureTable table = FeatureTable.of(List.of("spend", "visits"), values, new boolean[300], ones);

        Segments segments = Segments.learnt(table, 3, 1);

        for (int row = 3; row < 300; row++) {
            assertThat(segments.of(table.row(row))).isEqualTo(segments.of(table.row(row % 3)));
        }
        assertThat(List.of(segments.of(table.row(0)), segments.of(table.row(1)), segments.of(table.row(2))))
                .doesNotHaveDuplicates();
        assertThat(Segments.learnt(table, 3, 1)).hasToString(segments.toString());
    }

    @Test
    void shouldRefuseMoreSegmentsThanRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segments.learnt(Impressions.table(3, 1), 4, 1))
                .withMessageContaining("got 4 and 3 rows");
    }
}
