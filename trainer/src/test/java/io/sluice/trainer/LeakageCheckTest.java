package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.dataset.Example;
import io.sluice.dataset.Examples;
import io.sluice.dataset.FeatureValues;
import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LeakageCheckTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final LeakageCheck CHECK = new LeakageCheck(List.of("honest", "noise", "other"), 0.9, 0.03, 1);

    @Test
    void shouldPassExamplesWhoseFeaturesAreHonest() {
        List<LeakageCheck.Finding> findings = CHECK.run(examples((positive, random) -> (float) random.nextGaussian()));

        assertThat(findings).allSatisfy(finding -> assertThat(finding.passed()).isTrue());
        assertThat(findings.get(0).area()).isBetween(0.6, 0.85);
        assertThat(findings).extracting(LeakageCheck.Finding::question).contains(LeakageCheck.CANARY);
    }

    @Test
    void shouldFindAFeatureThatKnowsTheFuture() {
        List<LeakageCheck.Finding> findings =
                CHECK.run(examples((positive, random) -> (positive ? 2 : 0) + (float) random.nextGaussian() / 2));

        assertThat(findings.stream().filter(finding -> !finding.passed()))
                .extracting(LeakageCheck.Finding::question)
                .containsExactly("feature other");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> CHECK.run(Examples.of(List.of()))).hasMessageContaining("3 features, got none");
    }

    private interface Column {
        float of(boolean positive, Random random);
    }

    private static Examples examples(Column other) {
        Random random = new Random(4);
        List<Example> rows = new ArrayList<>();
        for (int row = 0; row < 6_000; row++) {
            boolean positive = random.nextInt(5) == 0;
            Instant time = START.plus(Duration.ofMinutes(2L * row));
            rows.add(new Example(
                    "e" + row,
                    "u" + row % 50,
                    "s",
                    "i" + row % 20,
                    1,
                    time,
                    time.plusSeconds(600),
                    0,
                    positive ? Action.CLICK : Action.IMPRESSION,
                    1,
                    "d",
                    FeatureValues.of(
                            (positive ? 0.8f : 0) + (float) random.nextGaussian(),
                            row % 7 == 0 ? Float.NaN : (float) random.nextGaussian(),
                            other.of(positive, random))));
        }
        return Examples.of(rows);
    }
}
