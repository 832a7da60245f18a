package io.sluice.evaluator;

import io.sluice.dataset.InventoryTimeline;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.metrics.HoldoutScores;
import io.sluice.metrics.SessionScores;
import io.sluice.metrics.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers evidence and has the {@link Gate} decide. All models are scored on the same holdout in the same call; a score of
 * an earlier run is never used. Safe for use by several threads.
 */
public final class Evaluation {
    private static final Logger log = LoggerFactory.getLogger(Evaluation.class);

    private final GatePolicy policy;
    private final HoldoutScorer scorer;

    public Evaluation(GatePolicy policy, HoldoutScorer scorer) {
        this.policy = policy;
        this.scorer = scorer;
    }

    /** Compares and decides. Models that fail are part of the verdict, not exceptions. */
    public Verdict evaluate(Contest contest, Holdout holdout, InventoryTimeline timeline) {
        Verdict verdict = Gate.decide(gather(contest, holdout, timeline), policy);
        log.info(
                "verdict={} decision={} state={} candidate={} champion={} sessions={} reasons={}",
                verdict.id(),
                verdict.decision(),
                verdict.state(),
                contest.candidate().version(),
                contest.champion().map(Contender::version).orElse("none"),
                verdict.primary().map(Comparison::sessions).orElse(0),
                verdict.reasons());
        return verdict;
    }

    private Evidence gather(Contest contest, Holdout holdout, InventoryTimeline timeline) {
        // The same version may stand in several roles: it is scored once per call.
        Map<String, HoldoutScores> scores = new HashMap<>();
        score(contest.candidate(), holdout, timeline, scores);
        contest.champion().ifPresent(model -> score(model, holdout, timeline, scores));
        score(contest.popularity(), holdout, timeline, scores);
        contest.bestOfWeek().ifPresent(model -> score(model, holdout, timeline, scores));
        long seed = seed(contest, holdout);
        return new Evidence(
                Evidence.Window.of(holdout),
                measured(contest.candidate(), scores),
                contest.champion().map(model -> measured(model, scores)),
                measured(contest.popularity(), scores),
                contest.bestOfWeek().map(model -> measured(model, scores)),
                seed,
                contest.champion().flatMap(model -> compare("champion", contest, model, scores, seed)),
                compare("popularity", contest, contest.popularity(), scores, seed),
                contest.bestOfWeek().flatMap(model -> compare("best of the week", contest, model, scores, seed)),
                contest.champion()
                        .map(model -> slices(contest.candidate(), model, holdout, scores, seed))
                        .orElse(List.of()),
                new Probe(contest.candidate().model(), holdout.range().to(), policy.k()).faults(),
                contest.frozen(),
                contest.championUnloadable());
    }

    private void score(
            Contender contender, Holdout holdout, InventoryTimeline timeline, Map<String, HoldoutScores> scores) {
        if (!scores.containsKey(contender.version())) {
            scores.put(contender.version(), scorer.score(contender.model(), holdout, timeline, policy.k()));
        }
    }

    private static Measured measured(Contender contender, Map<String, HoldoutScores> scores) {
        return Measured.of(contender, scores.get(contender.version()));
    }

    private Optional<Comparison> compare(
            String role, Contest contest, Contender other, Map<String, HoldoutScores> scores, long seed) {
        return pair(
                "candidate - " + role,
                Slice.ALL,
                scores.get(other.version()),
                scores.get(contest.candidate().version()),
                policy.margin(),
                new Comparison.Terms(policy.level(), policy.replicates(), seed));
    }

    private List<Comparison> slices(
            Contender candidate, Contender champion, Holdout holdout, Map<String, HoldoutScores> scores, long seed) {
        // Slices are tested analytically; their bootstrap is there to be looked at.
        Comparison.Terms terms = new Comparison.Terms(
                policy.sliceAlpha() / Math.max(1, holdout.slices().size()), policy.replicates(), seed);
        List<Comparison> comparisons = new ArrayList<>();
        for (Slice slice : holdout.slices()) {
            pair(
                            slice.name(),
                            slice,
                            scores.get(champion.version()),
                            scores.get(candidate.version()),
                            policy.sliceMargin(),
                            terms)
                    .filter(comparison -> comparison.sessions() >= policy.sliceSupport() && comparison.users() > 1)
                    .ifPresent(comparisons::add);
        }
        return comparisons;
    }

    private Optional<Comparison> pair(
            String subject,
            Slice slice,
            HoldoutScores reference,
            HoldoutScores candidate,
            double margin,
            Comparison.Terms terms) {
        Optional<SessionScores> left = reference.sessions(policy.metric(), slice);
        Optional<SessionScores> right = candidate.sessions(policy.metric(), slice);
        return left.isEmpty() || right.isEmpty()
                ? Optional.empty()
                : Optional.of(Comparison.of(subject, left.get(), right.get(), margin, terms));
    }

    private static long seed(Contest contest, Holdout holdout) {
        String named = holdout.sha256() + "\n"
                + contest.champion().map(Contender::version).orElse("none") + "\n"
                + contest.candidate().version();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
