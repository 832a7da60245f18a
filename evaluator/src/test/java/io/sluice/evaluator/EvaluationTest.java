package io.sluice.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.Recommender;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final GatePolicy.Testing TESTING = GatePolicy.DEFAULTS.testing();
    private static final Holdout HOLDOUT = Arena.holdout(300);
    private static final Contender CHAMPION = Arena.contender("1", Arena.successor(50, 1), 2);

    @Test
    void shouldPromoteABetterModel() {
        Contender weak = Arena.contender("1", Arena.successor(2, 1), 1);

        Verdict verdict = against(weak, Arena.successor(50, 2));

        assertThat(verdict.decision()).isEqualTo(Decision.PROMOTE);
        assertThat(verdict.reasons()).startsWith("BETTER");
        assertThat(verdict.primary().orElseThrow().interval().low()).isPositive();
    }

    @Test
    void shouldPromoteAnEquallyGoodModelWhenTheChampionIsStale() {
        Verdict verdict = against(CHAMPION, Arena.successor(50, 2));

        assertThat(verdict.decision()).isEqualTo(Decision.PROMOTE);
        assertThat(verdict.reasons()).startsWith("FRESH");
    }

    @Test
    void shouldKeepAFreshChampionWhenTheCandidateIsNoBetter() {
        Contender fresh = Arena.contender("1", Arena.successor(50, 1), 0);

        Verdict verdict = against(fresh, Arena.successor(50, 2));

        assertThat(verdict.decision()).isEqualTo(Decision.INCONCLUSIVE);
        assertThat(verdict.state()).isEqualTo(State.JUDGED);
    }

    @Test
    void shouldNotWalkDownhillFromAFormerChampion() {
        Contender worn = Arena.contender("1", Arena.successor(2, 1), 2);
        Contender best = Arena.contender("0", Arena.successor(1000, 3), 5);
        Contender candidate = Arena.contender("2", Arena.successor(2, 2), 0);

        Verdict alone = evaluate(Arena.contest(candidate, Optional.of(worn), Arena.popularity()));
        Verdict guarded = evaluate(Arena.contest(candidate, Optional.of(worn), Arena.popularity(), best));

        assertThat(guarded.promotes()).isFalse();
        assertThat(guarded.reasons()).anyMatch(reason -> reason.contains("a former champion"));
        assertThat(alone.reasons()).noneMatch(reason -> reason.contains("a former champion"));
    }

    @Test
    void shouldPromoteTheFirstModelOnlyAboveThePopularityFloor() {
        Contender good = Arena.contender("1", Arena.successor(50, 1), 0);
        Contender bad = Arena.contender("1", Arena.Guess.startingAt(query -> Arena.last(query) + 30), 0);
        Contender floor = Arena.contender("pop", Arena.successor(5, 9), 0);

        Verdict first = evaluate(Arena.contest(good, Optional.empty(), Arena.popularity()));
        Verdict below = evaluate(Arena.contest(bad, Optional.empty(), floor));

        assertThat(first.decision()).isEqualTo(Decision.PROMOTE);
        assertThat(first.state()).isEqualTo(State.NO_CHAMPION);
        assertThat(below.decision()).isEqualTo(Decision.INCONCLUSIVE);
        assertThat(below.state()).isEqualTo(State.NO_CHAMPION);
    }

    @Test
    void shouldLetPopularityItselfBeTheFirstChampion() {
        Contender popularity = Arena.popularity();

        Verdict verdict = evaluate(Arena.contest(popularity, Optional.empty(), popularity));

        assertThat(verdict.decision()).isEqualTo(Decision.PROMOTE);
    }

    @Test
    void shouldRejectPermutedIds() {
        Verdict verdict = against(CHAMPION, Arena.Guess.startingAt(query -> Arena.last(query) * 7 + 13));

        assertThat(verdict.decision()).isEqualTo(Decision.REJECT);
        assertThat(verdict.state()).isEqualTo(State.JUDGED);
        assertThat(verdict.reasons().get(0)).startsWith("worse by");
    }

    @Test
    void shouldRejectConstantScores() {
        Verdict verdict = against(CHAMPION, Arena.Guess.startingAt(query -> 5));

        assertThat(verdict.decision()).isEqualTo(Decision.REJECT);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.startsWith("coverage"));
    }

    @Test
    void shouldNotServeScoresThatAreNoNumbers() {
        Verdict verdict = against(CHAMPION, new Arena.Guess(Arena::last, Float.NaN, true));

        assertThat(verdict.decision()).isEqualTo(Decision.REJECT);
        assertThat(verdict.state()).isEqualTo(State.NOT_SERVABLE);
    }

    @Test
    void shouldNotServeUnsellableItems() {
        Contender careless = Arena.contender("2", new Arena.Guess(query -> Arena.last(query) + 1, 1f, false), 0);

        Verdict verdict = Arena.evaluation()
                .evaluate(
                        Arena.contest(careless, Optional.of(CHAMPION), Arena.popularity()),
                        HOLDOUT,
                        Arena.soldOut("i7"));

        assertThat(verdict.state()).isEqualTo(State.NOT_SERVABLE);
        assertThat(verdict.evidence().candidate().tally().unsellable()).isPositive();
    }

    @Test
    void shouldNotServeAModelThatFailsOnAColdStart() {
        Recommender fragile =
                Arena.Guess.startingAt(query -> query.steps().get(0).item().length());

        Verdict verdict = against(CHAMPION, fragile);

        assertThat(verdict.state()).isEqualTo(State.NOT_SERVABLE);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.startsWith("no context"));
    }

    @Test
    void shouldRefuseAModelInformedByTheHoldout() {
        Contender cheat = new Contender("2", Arena.successor(1000, 2), Arena.FROM.plusSeconds(1));

        Verdict verdict = evaluate(Arena.contest(cheat, Optional.of(CHAMPION), Arena.popularity()));

        assertThat(verdict.state()).isEqualTo(State.INVALID_HOLDOUT);
        assertThat(verdict.promotes()).isFalse();
    }

    @Test
    void shouldNotPromoteTheSameModelAgain() {
        assertThat(against(CHAMPION, Arena.successor(50, 1)).state()).isEqualTo(State.NO_OP);
    }

    @Test
    void shouldNameWhatKeepsItFromJudging() {
        Contender candidate = Arena.contender("2", Arena.successor(50, 2), 0);
        Contest ordinary = Arena.contest(candidate, Optional.of(CHAMPION), Arena.popularity());
        Contest frozen = with(
                ordinary, new Contest.Circumstances(Spending.first(TESTING), Optional.empty(), true, Optional.empty()));
        Contest unloadable = new Contest(
                candidate,
                Optional.empty(),
                Arena.popularity(),
                List.of(),
                new Contest.Circumstances(
                        Spending.first(TESTING), Optional.empty(), false, Optional.of("model file truncated")));
        Contest wornOut = with(
                ordinary,
                new Contest.Circumstances(
                        new Spending(TESTING.level(), 0, TESTING.candidatesPerWindow()),
                        Optional.empty(),
                        false,
                        Optional.empty()));
        Contest broken = Arena.contest(
                candidate,
                Optional.of(Arena.contender("1", new Arena.Guess(Arena::last, Float.NaN, true), 2)),
                Arena.popularity());

        assertThat(evaluate(wornOut).state()).isEqualTo(State.INVALID_HOLDOUT);
        assertThat(evaluate(wornOut).reasons().get(0)).startsWith("this holdout has judged 4 candidates");
        assertThat(evaluate(frozen).state()).isEqualTo(State.FROZEN);
        assertThat(evaluate(unloadable).state()).isEqualTo(State.CHAMPION_UNLOADABLE);
        assertThat(evaluate(broken).state()).isEqualTo(State.CHAMPION_UNLOADABLE);
        assertThat(Arena.evaluation()
                        .evaluate(ordinary, Arena.holdout(20), Arena.ALL_IN_STOCK)
                        .state())
                .isEqualTo(State.TOO_FEW_SESSIONS);
        assertThat(Arena.evaluation()
                        .evaluate(ordinary, Arena.holdout(0), Arena.ALL_IN_STOCK)
                        .state())
                .isEqualTo(State.TOO_FEW_SESSIONS);
        assertThat(evaluate(ordinary).lostRace("3").state()).isEqualTo(State.LOST_RACE);
    }

    @Test
    void shouldNameAMissingMetric() {
        GatePolicy d = GatePolicy.DEFAULTS;
        GatePolicy policy =
                new GatePolicy(d.k(), "revenue@20", d.testing(), d.freshness(), d.guardrails(), d.slices(), false);

        Verdict verdict = new Evaluation(policy, new HoldoutScorer(1, () -> 0L))
                .evaluate(
                        Arena.contest(
                                Arena.contender("2", Arena.successor(50, 2), 0),
                                Optional.of(CHAMPION),
                                Arena.popularity()),
                        HOLDOUT,
                        Arena.ALL_IN_STOCK);

        assertThat(verdict.state()).isEqualTo(State.METRIC_MISSING);
    }

    @Test
    void shouldRepeatTheReportByteForByteAndReadWell() {
        String json = VerdictReport.json(against(CHAMPION, Arena.successor(50, 2)));

        assertThat(VerdictReport.json(against(CHAMPION, Arena.successor(50, 2))))
                .isEqualTo(json);
        assertThat(json)
                .contains("\"decision\" : \"PROMOTE\"", "\"analyticLow\"", "\"gate.testing.decisions\" : \"30\"");
        assertThat(VerdictReport.text(json))
                .contains("PROMOTE (JUDGED)", "FRESH", "candidate - champion", "300 sessions", "level 0.00117");
    }

    @Test
    void shouldNotPromoteWhatKnowsLessThanTheChampion() {
        Contender champion = Arena.contender("1", Arena.successor(2, 1), 0);
        Contender weekOld = Arena.contender("2", Arena.successor(50, 2), 7);

        Verdict verdict = evaluate(Arena.contest(weekOld, Optional.of(champion), Arena.popularity()));

        assertThat(verdict.decision()).isEqualTo(Decision.INCONCLUSIVE);
        assertThat(verdict.reasons().get(0)).startsWith("knows less than the champion");
    }

    @Test
    void shouldNotJudgeByAManifestThatTheEventsBelie() {
        Contender cheat = new Contender(
                "2",
                Arena.successor(1000, 2),
                Arena.FROM,
                new Provenance(0, Optional.empty(), List.of("knows item i7, of which nothing was known before")));

        Verdict verdict = evaluate(Arena.contest(cheat, Optional.of(CHAMPION), Arena.popularity()));

        assertThat(verdict.state()).isEqualTo(State.INVALID_HOLDOUT);
        assertThat(verdict.reasons()).containsExactly("2 knows item i7, of which nothing was known before");
    }

    @Test
    void shouldPromoteNothingOnceTheBudgetIsSpent() {
        Contender weak = Arena.contender("1", Arena.successor(2, 1), 1);
        Contest contest =
                Arena.contest(Arena.contender("2", Arena.successor(50, 2), 0), Optional.of(weak), Arena.popularity());

        Verdict verdict = evaluate(with(
                contest,
                new Contest.Circumstances(new Spending(0, 0.05, 0), Optional.empty(), false, Optional.empty())));

        assertThat(verdict.decision()).isEqualTo(Decision.INCONCLUSIVE);
        assertThat(verdict.reasons().get(0)).startsWith("the error budget of 0.05 is spent");
    }

    @Test
    void shouldShowWhereTheModelsDifferMost() {
        Closeup closeup = against(CHAMPION, Arena.successor(50, 2)).evidence().closeup();

        assertThat(closeup.contrasts()).hasSize(10);
        assertThat(closeup.contrasts().get(0).championRank())
                .isNotEqualTo(closeup.contrasts().get(0).candidateRank());
        assertThat(closeup.hitsShared()).isBetween(0.9, 1.0);
    }

    private static Contest with(Contest contest, Contest.Circumstances circumstances) {
        return new Contest(
                contest.candidate(), contest.champion(), contest.popularity(), contest.yardsticks(), circumstances);
    }

    private static Verdict against(Contender champion, Recommender candidate) {
        return evaluate(Arena.contest(Arena.contender("2", candidate, 0), Optional.of(champion), Arena.popularity()));
    }

    private static Verdict evaluate(Contest contest) {
        return Arena.evaluation().evaluate(contest, HOLDOUT, Arena.ALL_IN_STOCK);
    }
}
