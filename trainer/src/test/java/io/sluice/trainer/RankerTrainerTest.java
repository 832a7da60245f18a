package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankerTrainerTest implements PersonalContract {
    @Override
    public Recipe recipe() {
        return new Recipe(Family.RANKER, Map.of("epochs", "20"), 1);
    }

    @Test
    void shouldTellTheFallingLossOfEachEpoch() {
        List<Double> losses = new ArrayList<>();

        recipe().trainer().train(Shop.ofPairs().set(0, 4), 1, (family, epoch, metric, value) -> {
            assertThat(family).isEqualTo(Family.RANKER);
            assertThat(metric).isEqualTo("train-log-loss");
            assertThat(epoch).isEqualTo(losses.size() + 1);
            losses.add(value);
        });

        assertThat(losses).hasSize(20);
        assertThat(losses.get(19)).isPositive().isLessThan(losses.get(0));
    }
}
