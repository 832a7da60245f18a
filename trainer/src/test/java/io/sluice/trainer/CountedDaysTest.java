package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.TimeRange;
import io.sluice.models.Family;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CountedDaysTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"POPULARITY", "COVISITATION", "SESSION_KNN"})
    void shouldGiveTheBytesOfAFullRetrainWhileAWindowMovesOnDayByDay(Family family) throws IOException {
        CountedDays kept = new CountedDays(100);
        RecommenderTrainer trainer = new Recipe(family, Map.of(), 1).trainer();

        for (int today = 1; today <= 9; today++) {
            Shop shop = drifting(today);
            TrainingSet fresh = shop.set(Math.max(0, today - 4), today);
            TrainingSet increment = new TrainingSet(fresh.interactions(), fresh.inventory(), fresh.range(), kept);

            Recommender full = trainer.train(fresh, 1, TrainingListener.NONE);
            Recommender grown = trainer.train(increment, 1, TrainingListener.NONE);

            assertThat(bytes(grown, "grown" + today)).isEqualTo(bytes(full, "full" + today));
        }
    }

    @Test
    void shouldCountOnlyTheDayThatIsNew() {
        CountedDays kept = new CountedDays(100);
        List<Long> counted = new ArrayList<>();

        days(kept, drifting(5), counted);
        days(kept, drifting(6), counted);

        long first = Shop.OPENING.toEpochMilli() / CountedDays.DAY_MILLIS;
        assertThat(counted).containsExactly(first, first + 1, first + 2, first + 3, first + 4, first + 5);
    }

    @Test
    void shouldCountADayAgainWhoseRowsHaveChanged() {
        CountedDays kept = new CountedDays(100);
        List<Long> counted = new ArrayList<>();

        days(kept, drifting(3), counted);
        days(kept, drifting(3).session(1, "a1", "b2"), counted);

        assertThat(counted).hasSize(4);
        assertThat(counted.get(3)).isEqualTo(counted.get(1));
    }

    @Test
    void shouldForgetTheDaysThatWereNotAskedForTheLongest() {
        CountedDays kept = new CountedDays(2);

        days(kept, drifting(6), new ArrayList<>());

        assertThat(kept.size()).isEqualTo(2);
    }

    private static void days(CountedDays kept, Shop shop, List<Long> counted) {
        Interactions rows = shop.interactions();
        TimeRange all = shop.set(0, 30).range();
        kept.each(rows, all, "rows", Integer.class, (day, ofDay) -> {
            counted.add(day);
            return ofDay.size();
        });
    }

    /** The first {@code days} days of a shop in which other items follow each other every day. */
    private static Shop drifting(int days) {
        Shop shop = new Shop();
        for (int day = 0; day < days; day++) {
            for (int visit = 0; visit < 12; visit++) {
                shop.session(day, "a" + visit % 5, "b" + (visit + day) % 5, "a" + (visit + 1) % 4);
            }
        }
        return shop;
    }

    private byte[] bytes(Recommender model, String name) throws IOException {
        ModelFiles.save(model, directory.resolve(name));
        return Files.readAllBytes(directory.resolve(name).resolve("model.bin"));
    }
}
