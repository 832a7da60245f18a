package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExamplesTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldTakeTheHighestRevisionInWhateverOrderRowsCome() {
        List<Example> rows = List.of(
                row("l", "a", 0, Action.CLICK, 1),
                row("l", "a", 1, Action.PURCHASE, 1),
                row("l", "b", 0, Action.IMPRESSION, 3),
                row("k", "a", 0, Action.IMPRESSION, 4));
        List<Example> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(1));

        Examples examples = Examples.of(shuffled);

        assertThat(examples.rows()).containsExactly(rows.get(3), rows.get(1), rows.get(2));
        assertThat(examples.positiveShare()).isCloseTo(1.0 / 8, within(1e-12));
        assertThat(examples.fingerprint()).isEqualTo(Examples.of(rows).fingerprint());
    }

    @Test
    void shouldDrawEvenlyAndTheSameEveryTime() {
        int below = 0;
        for (int event = 0; event < 10_000; event++) {
            below += EventHash.unit(7, "e" + event, 3) < 0.25 ? 1 : 0;
        }

        assertThat(below).isBetween(2_300, 2_700);
        assertThat(EventHash.of(7, "e", 0)).isEqualTo(EventHash.of(7, "e", 0));
        assertThat(List.of(EventHash.of(7, "e", 1), EventHash.of(8, "e", 0), EventHash.of(7, "f", 0)))
                .doesNotContain(EventHash.of(7, "e", 0))
                .doesNotHaveDuplicates();
    }

    private static Example row(String impression, String item, int revision, Action outcome, double weight) {
        return new Example(
                impression,
                "u",
                "u-0",
                item,
                1,
                T,
                T.plusSeconds(revision),
                revision,
                outcome,
                weight,
                "d",
                FeatureValues.of(1, Float.NaN));
    }
}
