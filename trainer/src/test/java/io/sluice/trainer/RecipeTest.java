package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.models.Family;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
    @SuppressWarnings("unused")
    private static final List<Recipe> DEFAULTS = Recipes.DEFAULTS;

    @ParameterizedTest
    @FieldSource("DEFAULTS")
    void shouldRecordEveryParameterInEffect(Recipe recipe) {
        Trained trained =
                new Candidates(TrainingListener.NONE).fit(recipe, Shop.ofPairs().set(0, 4));

        assertThat(trained.model().family()).isEqualTo(recipe.family());
        assertThat(trained.recipe().parameters()).isNotEmpty();
        assertThat(trained.recipe().trainer().parameters())
                .isEqualTo(trained.recipe().parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"halflife-days=3", "half-life-days=0", "half-life-days=soon", "weight-view=-1"})
    void shouldRefuseParametersThatMakeNoSense(String setting) {
        String[] parts = setting.split("=");
        Recipe recipe = new Recipe(Family.COVISITATION, Map.of(parts[0], parts[1]), 1);

        assertThatIllegalArgumentException().isThrownBy(recipe::trainer).withMessageContaining(parts[0]);
    }
}
