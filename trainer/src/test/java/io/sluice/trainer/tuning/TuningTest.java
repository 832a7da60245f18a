package io.sluice.trainer.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.dataset.TimeRange;
import io.sluice.models.Family;
import io.sluice.registry.Registry;
import io.sluice.trainer.Recipe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TuningTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final TimeRange RANGE = new TimeRange(BEGIN, BEGIN.plus(Duration.ofDays(10)));
    private static final RollingWindows WINDOWS = RollingWindows.of(RANGE, Duration.ofDays(1), 3);
    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new SearchSpace.Dimension("rate", 0.001, 1, true, false),
            new SearchSpace.Dimension("depth", 1, 9, false, true),
            new SearchSpace.Dimension("share", 0, 1, false, false),
            new SearchSpace.Dimension("other", 0, 1, false, false)));
    private static final MedianStopping PATIENT = new MedianStopping(1000);

    /** A hill whose top lies at rate 0.03, depth 6, share 0.3. */
    private static double hill(Map<String, String> parameters) {
        double rate = Math.log10(Double.parseDouble(parameters.get("rate")) / 0.03);
        double depth = (Double.parseDouble(parameters.get("depth")) - 6) / 8;
        double share = Double.parseDouble(parameters.get("share")) - 0.3;
        return -(rate * rate + depth * depth + share * share);
    }

    private static final ToDoubleBiFunction<Map<String, String>, RollingWindows.Fold> HILL =
            (parameters, fold) -> hill(parameters);

    @Test
    void shouldLearnOnlyFromWhatLiesBeforeEachWindow() {
        assertThat(WINDOWS.folds()).hasSize(3);
        for (int at = 0; at < 3; at++) {
            RollingWindows.Fold fold = WINDOWS.folds().get(at);
            assertThat(fold.train()).isEqualTo(new TimeRange(BEGIN, BEGIN.plus(Duration.ofDays(7 + at))));
            assertThat(fold.validation().from()).isEqualTo(fold.train().to());
        }
        assertThat(WINDOWS.folds().get(2).validation().to()).isEqualTo(RANGE.to());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RollingWindows.of(RANGE, Duration.ofDays(3), 3))
                .withMessageContaining("3 windows of PT72H leave less than one window");
    }

    @Test
    void shouldTryEveryCombinationOfAGridOnce() {
        Notes notes = new Notes();
        SearchSpace plane = new SearchSpace(SPACE.dimensions().subList(1, 3));

        new Tuning(plane, new GridSearch(2, 3), WINDOWS, PATIENT, notes).run(100, (parameters, fold) -> 0);

        assertThat(notes.ended).hasSize(9);
        assertThat(notes.ended.stream().map(Trial::parameters).distinct()).hasSize(9);
        assertThat(notes.ended.get(0).parameters()).isEqualTo(Map.of("depth", "1", "share", "0.0"));
        assertThat(notes.ended.get(8).parameters()).isEqualTo(Map.of("depth", "9", "share", "1.0"));
    }

    @Test
    void shouldComeNearerToTheTopByBayesianSearchThanByRandomSearch() {
        double random = 0;
        double bayesian = 0;
        for (long seed = 1; seed <= 10; seed++) {
            random += best(new RandomSearch(4, seed));
            bayesian += best(new ParzenSearch(4, 10, seed));
        }

        assertThat(bayesian / 10).isGreaterThan(random / 10).isGreaterThan(-0.02);
    }

    private static double best(Search search) {
        return new Tuning(SPACE, search, WINDOWS, PATIENT, new Notes())
                .run(50, HILL)
                .orElseThrow()
                .mean();
    }

    @Test
    void shouldEndTrialsThatAreBelowTheMedianEarly() {
        Notes notes = new Notes();

        Optional<Trial> best =
                new Tuning(SPACE, new RandomSearch(4, 3), WINDOWS, new MedianStopping(4), notes).run(40, HILL);

        long stopped = notes.ended.stream().filter(Trial::stopped).count();
        assertThat(stopped).isBetween(8L, 34L);
        assertThat(notes.ended.stream().filter(Trial::stopped))
                .allMatch(trial -> trial.scores().size() < 3);
        assertThat(best.orElseThrow().mean())
                .isEqualTo(notes.ended.stream().mapToDouble(Trial::mean).max().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldEndWhereItWouldHaveEndedAfterACrash(long seed, @TempDir Path directory) {
        Notes undisturbed = new Notes();
        Optional<Trial> expected = new Tuning(
                        SPACE, new ParzenSearch(4, 3, seed), WINDOWS, new MedianStopping(2), undisturbed)
                .run(9, HILL);
        int[] calls = {0};

        try (Registry registry = registry(directory)) {
            Tuning cutOff = tuning(registry, seed);
            assertThatThrownBy(() -> cutOff.run(9, (parameters, fold) -> {
                        if (++calls[0] == 8) {
                            throw new IllegalStateException("killed");
                        }
                        return hill(parameters);
                    }))
                    .hasMessage("killed");
        }
        try (Registry registry = registry(directory)) {
            Optional<Trial> best = tuning(registry, seed).run(9, HILL);

            assertThat(best).isEqualTo(expected);
            assertThat(new RegistryTrials(registry, "tuning").done()).isEqualTo(undisturbed.ended);
            assertThat(tuning(registry, seed).run(9, (parameters, fold) -> {
                        throw new IllegalStateException("nothing is left to do");
                    }))
                    .isEqualTo(expected);
        }
    }

    private static Tuning tuning(Registry registry, long seed) {
        return new Tuning(
                SPACE,
                new ParzenSearch(4, 3, seed),
                WINDOWS,
                new MedianStopping(2),
                new RegistryTrials(registry, "tuning"));
    }

    private static Registry registry(Path directory) {
        return Registry.open(directory, Clock.fixed(BEGIN, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSearchOnlyParametersThatTheFamilyTakes(Family family) {
        SearchSpace space = SearchSpace.of(family);
        for (double corner : new double[] {0, 0.37, 1}) {
            double[] point = new double[space.dimensions().size()];
            Arrays.fill(point, corner);

            assertThat(new Recipe(family, space.at(point), 1).trainer().parameters())
                    .containsAllEntriesOf(space.at(point));
        }
    }

    private static final class Notes implements TrialLog {
        private final List<Trial> ended = new ArrayList<>();

        @Override
        public List<Trial> done() {
            return List.of();
        }

        @Override
        public void begin(Trial trial) {}

        @Override
        public void scored(Trial trial) {}

        @Override
        public void end(Trial trial) {
            ended.add(trial);
        }
    }
}
