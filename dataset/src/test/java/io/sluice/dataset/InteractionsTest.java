package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InteractionsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNotDependOnTheOrderOfDelivery(long seed) {
        List<Interaction> rows = rows();
        List<Interaction> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(Interactions.of(shuffled).fingerprint())
                .isEqualTo(Interactions.of(rows).fingerprint());
    }

    @Test
    void shouldChangeItsFingerprintWithOneRow() {
        List<Interaction> flipped = rows();
        flipped.set(7, row(7, "another item", Duration.ZERO));

        assertThat(Interactions.of(flipped).fingerprint())
                .isNotEqualTo(Interactions.of(rows()).fingerprint());
    }

    @Test
    void shouldCutHalfOpenRangesOutOfOneNumbering() {
        Interactions all = Interactions.of(rows());

        Interactions part = all.between(new TimeRange(NOON.plusSeconds(5), NOON.plusSeconds(8)));

        assertThat(part.size()).isEqualTo(3);
        assertThat(part.time(0)).isEqualTo(NOON.plusSeconds(5).toEpochMilli());
        assertThat(part.items().id(part.item(0))).isEqualTo("item 5");
        assertThat(all.between(new TimeRange(NOON, NOON)).isEmpty()).isTrue();
    }

    @Test
    void shouldKeepTheNewestRowsOfAView() {
        Interactions view = Interactions.of(rows()).between(new TimeRange(NOON, NOON.plusSeconds(10)));

        assertThat(view.newest(3).size()).isEqualTo(3);
        assertThat(view.newest(3).time(0)).isEqualTo(NOON.plusSeconds(7).toEpochMilli());
        assertThat(view.newest(30).fingerprint()).isEqualTo(view.fingerprint());
        assertThat(view.newest(0).isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveOutWhatHadNotArrived() {
        List<Interaction> rows = rows();
        rows.set(3, row(3, "item 3", Duration.ofMinutes(5)));

        Interactions known = Interactions.of(rows).arrivedBefore(NOON.plusSeconds(60));

        assertThat(known.size()).isEqualTo(rows.size() - 1);
        assertThat(known.informedUntil()).isBefore(NOON.plusSeconds(60));
        assertThat(known.item(3)).isEqualTo(4);
    }

    private static List<Interaction> rows() {
        List<Interaction> rows = new ArrayList<>();
        for (int second = 0; second < 20; second++) {
            rows.add(row(second, "item " + second, Duration.ZERO));
        }
        return rows;
    }

    private static Interaction row(int second, String item, Duration delay) {
        Instant time = NOON.plusSeconds(second);
        return new Interaction(
                "event " + second,
                0,
                time,
                time.plus(delay),
                "user " + second % 3,
                "session " + second % 3,
                Action.VIEW,
                item,
                1,
                OptionalLong.of(100),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                "");
    }
}
