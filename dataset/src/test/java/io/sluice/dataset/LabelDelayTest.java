package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class LabelDelayTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldCountTheFirstStepAfterTheLatestImpression() {
        List<Example> shown = new ArrayList<>();
        List<Interaction> done = new ArrayList<>();
        for (int minute = 1; minute <= 20; minute++) {
            String user = "u" + minute;
            shown.add(example("first-" + user, user, T, 1));
            shown.add(example("second-" + user, user, T.plusSeconds(600), 1));
            done.add(interaction(user, Action.VIEW, T.plusSeconds(600 + 60L * minute)));
            done.add(interaction(user, Action.VIEW, T.plusSeconds(7_200)));
        }
        done.add(interaction("u1", Action.PURCHASE, T.plus(Duration.ofDays(9))));
        done.add(interaction("u1", Action.REMOVE_FROM_CART, T.plusSeconds(700)));

        List<LabelDelay> delays = LabelDelay.of(Examples.of(shown), Interactions.of(done), Duration.ofDays(2));

        assertThat(delays)
                .containsExactly(new LabelDelay(
                        Action.CLICK,
                        20,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(18),
                        Duration.ofMinutes(19),
                        Duration.ofMinutes(20)));
        assertThat(delays.get(0).recommended()).isEqualTo(Duration.ofMinutes(19));
    }

    private static Example example(String id, String user, Instant time, double weight) {
        return new Example(id, user, "s", "i", 1, time, time, 0, Action.IMPRESSION, weight, "d", FeatureValues.of(0));
    }

    private static Interaction interaction(String user, Action action, Instant time) {
        return new Interaction(
                user + action + time,
                0,
                time,
                time,
                user,
                "s",
                action,
                "i",
                1,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                "");
    }
}
