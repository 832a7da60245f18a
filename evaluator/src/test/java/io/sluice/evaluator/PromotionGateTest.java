package io.sluice.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.ModelFiles;
import io.sluice.models.Recommender;
import io.sluice.registry.AlphaEntry;
import io.sluice.registry.Cause;
import io.sluice.registry.MoveKind;
import io.sluice.registry.PromotionEntry;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate on a real registry, with models of the arena. */
class PromotionGateTest {
    private static final String MODEL = "recommender";
    private static final Holdout HOLDOUT = Arena.holdout(300);
    private static final Instant END = HOLDOUT.range().to();

    private final Map<String, Contender> models = new HashMap<>();
    private final Set<String> damaged = new HashSet<>();

    @TempDir
    private Path directory;

    private Registry registry;

    @BeforeEach
    void open() {
        registry = Registry.open(directory.resolve("registry"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldPromoteAndSpendAndBeAskedAgainWithoutDoingItTwice() {
        String first = champion(Arena.successor(2, 1), 2);
        Contender candidate = candidate(Arena.successor(50, 2));

        Verdict verdict = judge(candidate, Optional.of(first));
        Verdict again = judge(candidate, Optional.of(first));

        assertThat(verdict.reasons()).startsWith("BETTER");
        assertThat(again).isEqualTo(verdict);
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains(candidate.version());
        assertThat(registry.log(MODEL))
                .filteredOn(entry -> entry.kind() == MoveKind.PROMOTED)
                .hasSize(1);
        assertThat(registry.alphaLedger(MODEL)).singleElement().satisfies(entry -> {
            assertThat(entry.spent()).contains(GatePolicy.DEFAULTS.testing().level());
            assertThat(entry.told().orElseThrow() * 100 % 1).isCloseTo(0, within(1e-9));
        });
    }

    @Test
    void shouldStoreThatItLostTheRace() {
        String first = champion(Arena.successor(2, 1), 2);
        Contender candidate = candidate(Arena.successor(50, 2));
        Contender rival = candidate(Arena.successor(50, 3));
        registry.forcePromote(MODEL, Registry.CHAMPION, rival.version(), Cause.of("somebody", "was faster"));

        Verdict verdict = judge(candidate, Optional.of(first));
        Verdict again = judge(candidate, Optional.of(first));

        assertThat(verdict.state()).isEqualTo(State.LOST_RACE);
        assertThat(again).isEqualTo(verdict);
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains(rival.version());
        assertThat(registry.latestVerdict(MODEL, candidate.version())).hasValueSatisfying(kept -> {
            assertThat(kept.state()).isEqualTo("LOST_RACE");
            assertThat(kept.decision()).isEqualTo(io.sluice.registry.Decision.INCONCLUSIVE);
        });
    }

    @Test
    void shouldPromoteNothingWhileFrozenAndSpendNothing() {
        String first = champion(Arena.successor(2, 1), 2);
        registry.freeze(Cause.of("ops", "sale weekend"));

        Verdict verdict = judge(candidate(Arena.successor(50, 2)), Optional.of(first));

        assertThat(verdict.state()).isEqualTo(State.FROZEN);
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains(first);
        assertThat(registry.alphaLedger(MODEL)).extracting(AlphaEntry::charged).containsExactly(0.0);
    }

    @Test
    void shouldRollBackOnceToTheNewestVersionThatLoads() {
        String oldest = champion(Arena.successor(2, 1), 4);
        String older = champion(Arena.successor(2, 4), 3);
        String broken = champion(Arena.successor(2, 5), 2);
        damaged.add(broken);
        damaged.add(older);
        Contender candidate = candidate(Arena.successor(50, 2));

        Verdict verdict = judge(candidate, Optional.of(broken));
        Verdict again = judge(candidate, Optional.of(broken));

        assertThat(verdict.state()).isEqualTo(State.CHAMPION_UNLOADABLE);
        assertThat(again.state()).isEqualTo(State.CHAMPION_UNLOADABLE);
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains(oldest);
        assertThat(registry.log(MODEL))
                .filteredOn(entry -> entry.kind() == MoveKind.ROLLED_BACK)
                .hasSize(2);
    }

    @Test
    void shouldKeepFormerChampionsAsYardsticks() {
        Recommender best = Arena.successor(1000, 3);
        String former = champion(best, 5);
        String worn = champion(Arena.successor(3, 1), 2);

        Verdict verdict = judge(candidate(Arena.successor(3, 2)), Optional.of(worn));

        assertThat(verdict.evidence().yardsticks())
                .extracting(Measured::version)
                .containsExactly(former);
        assertThat(verdict.promotes()).isFalse();
        assertThat(verdict.reasons()).anyMatch(reason -> reason.contains("a former champion, candidate - version 1"));
    }

    @Test
    void shouldWearOutAHoldoutThatHasJudgedManyCandidates() {
        String first = champion(Arena.successor(40, 1), 0);
        for (int salt = 2; salt <= 5; salt++) {
            assertThat(judge(candidate(Arena.successor(40, salt)), Optional.of(first))
                            .state())
                    .isEqualTo(State.JUDGED);
        }

        Verdict fifth = judge(candidate(Arena.successor(40, 6)), Optional.of(first));

        assertThat(fifth.state()).isEqualTo(State.INVALID_HOLDOUT);
        assertThat(registry.alphaLedger(MODEL)).extracting(AlphaEntry::told).doesNotContain(Optional.empty());
    }

    @Test
    void shouldPublishARefitAndJudgeLaterCandidatesAgainstItsParent() {
        String first = champion(Arena.successor(2, 1), 2);
        Contender parent = candidate(Arena.successor(50, 2));
        Verdict verdict = judge(parent, Optional.of(first));
        Contender refit = register(Arena.successor(50, 7), END, VersionKind.REFIT, parent.version());

        Verdict published = gate().publishRefit(put(refit, Optional.of(parent.version())), verdict);
        Verdict later = judge(candidate(Arena.successor(50, 8)), Optional.of(refit.version()));

        assertThat(published.reasons()).startsWith("REFIT");
        assertThat(registry.log(MODEL)).extracting(PromotionEntry::to).endsWith(Optional.of(refit.version()));
        assertThat(later.evidence().champion().orElseThrow().version()).isEqualTo(parent.version());
    }

    @Test
    void shouldNotPublishARefitThatDoesNotServe() {
        String first = champion(Arena.successor(2, 1), 2);
        Contender parent = candidate(Arena.successor(50, 2));
        Verdict verdict = judge(parent, Optional.of(first));
        Contender refit = register(new Arena.Guess(Arena::last, Float.NaN, true), END, VersionKind.REFIT, "2");

        Verdict published = gate().publishRefit(put(refit, Optional.of(parent.version())), verdict);

        assertThat(published.state()).isEqualTo(State.NOT_SERVABLE);
        assertThat(registry.alias(MODEL, Registry.CHAMPION)).contains(parent.version());
    }

    private Verdict judge(Contender candidate, Optional<String> holder) {
        return gate().judge(put(candidate, holder));
    }

    private PromotionGate gate() {
        return new PromotionGate(GatePolicy.DEFAULTS, new HoldoutScorer(1, () -> 0L), registry, MODEL, this::load);
    }

    private static PromotionGate.Case put(Contender candidate, Optional<String> holder) {
        return new PromotionGate.Case(candidate, holder, Arena.popularity(), HOLDOUT, Arena.ALL_IN_STOCK);
    }

    private Contender load(String version) {
        if (damaged.contains(version)) {
            // What was registered is no model: loading it fails as it does for any damaged file.
            Path files = directory.resolve("checked-out-" + version);
            if (!Files.exists(files)) {
                registry.checkOut(MODEL, version, files);
            }
            return new Contender(version, ModelFiles.load(files), Arena.FROM);
        }
        return models.get(version);
    }

    /** Registers a model and makes it champion {@code days} before the holdout begins. */
    private String champion(Recommender model, int days) {
        Contender contender = register(model, Arena.FROM.minusSeconds(days * 86_400L), VersionKind.CANDIDATE, "");
        registry.forcePromote(
                MODEL,
                Registry.CHAMPION,
                contender.version(),
                Cause.of("test", "set up").at(contender.informationCutOff()));
        return contender.version();
    }

    private Contender candidate(Recommender model) {
        return register(model, Arena.FROM, VersionKind.CANDIDATE, "");
    }

    private Contender register(Recommender model, Instant cutOff, VersionKind kind, String parent) {
        try {
            Path files = Files.createTempDirectory(directory, "version");
            Files.writeString(files.resolve("model.bin"), files.toString());
            Map<String, String> tags = parent.isEmpty() ? Map.of() : Map.of(PromotionGate.PARENT, parent);
            String version = registry.register(MODEL, files, kind, tags, "").version();
            models.put(version, new Contender(version, model, cutOff));
            return models.get(version);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
