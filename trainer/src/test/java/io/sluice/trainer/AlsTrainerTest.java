package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlsTrainerTest implements PersonalContract {
    /** The pairs shop is tiny: it bears little regularisation. */
    @Override
    public Recipe recipe() {
        return new Recipe(Family.ALS, Map.of("regularisation", "3"), 1);
    }

    @Test
    void shouldComeCloserToWhatWasTouchedWithEachSweep() {
        List<Double> errors = new ArrayList<>();

        recipe().trainer().train(Shop.ofPairs().set(0, 4), 1, (family, epoch, metric, value) -> errors.add(value));

        assertThat(errors).hasSize(5).allMatch(Double::isFinite);
        assertThat(errors.get(4)).isLessThan(errors.get(0));
    }
}
