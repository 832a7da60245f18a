package io.sluice.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKTest {
    private static final ItemCatalog CATALOG = ItemCatalog.of(
            IntStream.range(0, 200).mapToObj(item -> "item-" + item).toList());

    private static Query query(String seen) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        return new Query(Optional.empty(), List.of(new Step(seen, Action.VIEW, now)), now, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKeepTheBestWhateverTheOrderOfOffers(long seed) {
        Random random = new Random(seed);
        float[] scores = new float[CATALOG.size()];
        for (int item = 0; item < scores.length; item++) {
            scores[item] = random.nextInt(20);
        }
        TopK upwards = new TopK(30, query("x"), CATALOG);
        TopK downwards = new TopK(30, query("x"), CATALOG);
        for (int item = 0; item < scores.length; item++) {
            upwards.offer(item, scores[item]);
            downwards.offer(scores.length - 1 - item, scores[scores.length - 1 - item]);
        }

        Ranking ranking = upwards.ranking();

        assertThat(downwards.ranking()).isEqualTo(ranking);
        assertThat(ranking.size()).isEqualTo(30);
        float worst = ranking.score(29);
        assertThat(IntStream.range(0, scores.length).filter(item -> scores[item] > worst))
                .allMatch(item -> ranking.rankOf(item) >= 0);
    }

    @Test
    void shouldFavourNoItemAmongEquals() {
        int[] wins = new int[4];
        for (int asked = 0; asked < 4000; asked++) {
            TopK best = new TopK(1, query("seen-" + asked), CATALOG);
            IntStream.range(0, wins.length).forEach(item -> best.offer(item, 1));
            wins[best.ranking().item(0)]++;
        }

        assertThat(IntStream.of(wins)).allMatch(won -> won > 850 && won < 1150);
    }
}
