package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TimeSplitTest {
    private static final Instant END = Instant.parse("2026-03-31T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void shouldKeepTrainingValidationAndHoldoutApartInTime() {
        TimeSplit split = TimeSplit.before(END, END.minus(DAY.multipliedBy(18)), DAY, DAY.multipliedBy(28));

        assertThat(split.holdout()).isEqualTo(new TimeRange(END.minus(DAY), END));
        // 15/85 of the seventeen days before the holdout are three.
        assertThat(split.validation().length()).isEqualTo(DAY.multipliedBy(3));
        assertThat(split.train().to()).isEqualTo(split.validation().from());
        assertThat(split.learning().to()).isEqualTo(split.holdout().from());
    }

    @Test
    void shouldLookBackNoFurtherThanTheWindow() {
        TimeSplit split = TimeSplit.before(END, END.minus(DAY.multipliedBy(90)), DAY, DAY.multipliedBy(10));

        assertThat(split.learning().length()).isEqualTo(DAY.multipliedBy(10));
    }

    @Test
    void shouldNameWhatIsMissingWhenHistoryIsTooShort() {
        assertThatThrownBy(() -> TimeSplit.before(END, END.minus(DAY.multipliedBy(2)), DAY, DAY.multipliedBy(10)))
                .hasMessageContaining("two holdout lengths");
    }
}
