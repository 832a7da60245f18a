package io.sluice.app.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.evaluator.Decision;
import io.sluice.evaluator.GatePolicy;
import io.sluice.evaluator.State;
import io.sluice.evaluator.Verdict;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real model files on a simulated shop, each judged once. */
class BrokenCandidatesTest {
    @TempDir
    private static Path directory;

    private static BrokenCandidates broken;
    private static Map<String, Verdict> verdicts;

    @BeforeAll
    static void judge() {
        broken = new BrokenCandidates(GatePolicy.DEFAULTS, directory);
        verdicts = broken.run().stream()
                .collect(Collectors.toMap(BrokenCandidates.Outcome::name, BrokenCandidates.Outcome::verdict));
    }

    @AfterAll
    static void close() {
        broken.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "constant scores                 | REJECT       | JUDGED          | worse by",
                "permuted ids                    | REJECT       | JUDGED          | worse by",
                "trained on shuffled labels      | REJECT       | JUDGED          | worse by",
                "popularity in disguise          | REJECT       | JUDGED          | concentration",
                "a slice sacrificed for the mean | REJECT       | JUDGED          | harms price=high",
                "50 times slower                 | REJECT       | JUDGED          | times the champion's",
                "a week old                      | REJECT       | JUDGED          | knows less than the champion",
                "NaN                             | REJECT       | NOT_SERVABLE    | at least 0, got NaN",
                "truncated file                  | REJECT       | NOT_SERVABLE    | is cut short",
                "delisted items                  | REJECT       | NOT_SERVABLE    | unsellable",
                "trained on the holdout          | INCONCLUSIVE | INVALID_HOLDOUT | was informed until",
                "seeing the future               | INCONCLUSIVE | INVALID_HOLDOUT | of which nothing was known before"
            })
    void shouldStopItForTheRightReason(String name, Decision decision, State state, String reason) {
        Verdict verdict = verdicts.get(name);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.reasons()).anyMatch(given -> given.contains(reason));
    }

    @Test
    void shouldSacrificeTheSliceForABetterMean() {
        assertThat(verdicts.get("a slice sacrificed for the mean")
                        .primary()
                        .orElseThrow()
                        .difference())
                .isPositive();
    }

    @Test
    void shouldLetTheSoundOneThrough() {
        assertThat(verdicts.get("sound").decision()).isEqualTo(Decision.PROMOTE);
        assertThat(verdicts).hasSize(13);
    }
}
