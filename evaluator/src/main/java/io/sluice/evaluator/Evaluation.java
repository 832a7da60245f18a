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
 * The protocol: gathers evidence on one sealed holdout and has the {@link Gate} decide. All models are scored on the same
 * holdout in the same call; a score of an earlier run is never used. Safe for use by several threads.
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
        Verdict verdict = Gate.decide(new Gathering(contest, holdout, timeline).evidence(), policy);
        log.info(
                "verdict={} decision={} state={} candidate={} champion={} sessions={} policy={} reasons={}",
                verdict.id(),
                verdict.decision(),
                verdict.state(),
                contest.candidate().version(),
                contest.champion().map(Contender::version).orElse("none"),
                verdict.primary().map(Comparison::sessions).orElse(0),
                policy.hash(),
                verdict.reasons());
        return verdict;
    }

    /** As {@link #evaluate} for a refitted model, whose quality this holdout cannot judge. */
    Verdict guard(Contest contest, Holdout holdout, InventoryTimeline timeline, String inherited) {
        Evidence evidence = new Gathering(contest, holdout, timeline).evidence();
        Evidence.Comparisons none =
                new Evidence.Comparisons(Optional.empty(), Optional.empty(), List.of(), List.of(), 0);
        return Gate.guard(evidence.with(none), policy, inherited);
    }

    /** One contest's evidence. */
    private final class Gathering {
        private final Contest contest;
        private final Holdout holdout;
        private final InventoryTimeline timeline;
        private final long seed;
        // The same version may stand in several roles: it is scored once per call.
        private final Map<String, HoldoutScores> scored = new HashMap<>();

        private Gathering(Contest contest, Holdout holdout, InventoryTimeline timeline) {
            this.contest = contest;
            this.holdout = holdout;
            this.timeline = timeline;
            this.seed = seed(contest, holdout);
        }

        private Evidence evidence() {
            return new Evidence(
                    Evidence.Window.of(holdout),
                    measured(contest.candidate()),
                    contest.champion().map(this::measured),
                    measured(contest.popularity()),
                    contest.yardsticks().stream().map(this::measured).toList(),
                    contest.circumstances(),
                    seed,
                    comparisons(),
                    new Probe(contest.candidate().model(), holdout.range().to(), policy.k()).faults(),
                    contest.champion()
                            .map(champion -> Closeup.of(holdout, scores(champion), scores(contest.candidate())))
                            .orElse(Closeup.NONE));
        }

        private Evidence.Comparisons comparisons() {
            return new Evidence.Comparisons(
                    contest.champion().flatMap(model -> against("champion", model)),
                    against("popularity", contest.popularity()),
                    contest.yardsticks().stream()
                            .flatMap(model -> against("version " + model.version(), model).stream())
                            .toList(),
                    contest.champion().map(this::slices).orElse(List.of()),
                    holdout.slices().size());
        }

        private Optional<Comparison> against(String role, Contender other) {
            return pair(
                    "candidate - " + role,
                    Slice.ALL,
                    other,
                    policy.freshness().margin(),
                    new Comparison.Terms(
                            contest.circumstances().spending().level(),
                            policy.testing().replicates(),
                            seed));
        }

        /** Slices are tested analytically: Holm's levels are known only once all are there. */
        private List<Comparison> slices(Contender champion) {
            Comparison.Terms terms = new Comparison.Terms(
                    policy.slices().alpha() / Math.max(1, holdout.slices().size()), 0, seed);
            List<Comparison> comparisons = new ArrayList<>();
            for (Slice slice : holdout.slices()) {
                pair(slice.name(), slice, champion, policy.slices().margin(), terms)
                        .filter(comparison ->
                                comparison.sessions() >= policy.slices().support() && comparison.users() > 1)
                        .ifPresent(comparisons::add);
            }
            return comparisons;
        }

        private Optional<Comparison> pair(
                String subject, Slice slice, Contender reference, double margin, Comparison.Terms terms) {
            Optional<SessionScores> left = scores(reference).sessions(policy.metric(), slice);
            Optional<SessionScores> right = scores(contest.candidate()).sessions(policy.metric(), slice);
            return left.isEmpty() || right.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Comparison.of(subject, left.get(), right.get(), margin, terms));
        }

        private Measured measured(Contender contender) {
            return Measured.of(contender, scores(contender));
        }

        private HoldoutScores scores(Contender contender) {
            return scored.computeIfAbsent(
                    contender.version(), version -> scorer.score(contender.model(), holdout, timeline, policy.k()));
        }
    }

    /** Of a verdict: a hash of holdout, champion and candidate. */
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
