package io.sluice.evaluator;

import io.sluice.dataset.InventoryTimeline;
import io.sluice.metrics.Holdout;
import io.sluice.metrics.HoldoutScorer;
import io.sluice.models.UnreadableModel;
import io.sluice.registry.AlphaEntry;
import io.sluice.registry.Cause;
import io.sluice.registry.CorruptArtifact;
import io.sluice.registry.ModelVersion;
import io.sluice.registry.MoveResult;
import io.sluice.registry.Registry;
import io.sluice.registry.VersionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate at work on a registry: takes a grant from the α ledger, has candidate, champion and former champions compared,
 * records the verdict and moves the alias if it says so. Whatever was done before a crash is found and not done again.
 */
public final class PromotionGate {
    /** Tag of a {@link VersionKind#REFIT} version: the judged version whose recipe it follows. */
    public static final String PARENT = "parent";

    private static final Logger log = LoggerFactory.getLogger(PromotionGate.class);
    private static final Duration USUAL_WITHIN = Duration.ofDays(14);

    private final GatePolicy policy;
    private final Evaluation evaluation;
    private final Registry registry;
    private final String model;
    private final Function<String, Contender> models;

    /**
     * @param model registered name
     * @param models loads a version; throws {@link UnreadableModel} or {@link CorruptArtifact} for one that is damaged
     */
    public PromotionGate(
            GatePolicy policy,
            HoldoutScorer scorer,
            Registry registry,
            String model,
            Function<String, Contender> models) {
        this.policy = policy;
        this.evaluation = new Evaluation(policy, scorer);
        this.registry = registry;
        this.model = model;
        this.models = models;
    }

    /**
     * What is put to the gate.
     *
     * @param holder whom the alias named when the holdout ended
     * @param popularity the counting baseline, retrained on what the candidate learnt from
     */
    public record Case(
            Contender candidate,
            Optional<String> holder,
            Contender popularity,
            Holdout holdout,
            InventoryTimeline inventory) {
        private Instant end() {
            return holdout.range().to();
        }
    }

    /** Judges, records, and promotes where the verdict says so. Returns the verdict as it stands after that. */
    public Verdict judge(Case asked) {
        AlphaEntry grant = registry.grantAlpha(
                model, asked.holdout().sha256(), asked.candidate().version(), asked.end(), earlier -> spending(
                                earlier, asked.holdout().sha256())
                        .level());
        Verdict verdict = evaluation.evaluate(contest(asked, grant), asked.holdout(), asked.inventory());
        record(asked, verdict);
        settle(grant, verdict);
        if (verdict.state() == State.CHAMPION_UNLOADABLE) {
            rollBack(asked, verdict);
        }
        return promotes(verdict) ? promote(asked, verdict) : verdict;
    }

    /**
     * Publishes a promoted recipe, refitted to the end of the holdout, in place of what was promoted; it spends nothing of
     * the error budget.
     *
     * @param refitted the case of the refitted model, whose holder is the version just promoted
     * @param inherited the verdict that promoted it
     */
    public Verdict publishRefit(Case refitted, Verdict inherited) {
        Contest contest = new Contest(
                refitted.candidate(),
                refitted.holder().map(models),
                refitted.popularity(),
                List.of(),
                new Contest.Circumstances(
                        new Spending(0, 0, 0),
                        Optional.empty(),
                        registry.frozen().isPresent(),
                        Optional.empty()));
        Verdict verdict = evaluation.guard(contest, refitted.holdout(), refitted.inventory(), inherited.id());
        record(refitted, verdict);
        return promotes(verdict) ? promote(refitted, verdict) : verdict;
    }

    private Spending spending(List<AlphaEntry> earlier, String window) {
        int onThisWindow = (int) earlier.stream()
                .filter(entry -> entry.window().equals(window))
                .filter(entry -> entry.charged() > 0)
                .count();
        return Spending.after(earlier.stream().map(AlphaEntry::charged).toList(), onThisWindow, policy.testing());
    }

    /** As it was when it was granted: of what came later nothing counts. */
    private Spending spending(AlphaEntry grant) {
        List<AlphaEntry> earlier = registry.alphaLedger(model).stream()
                .filter(entry -> entry.sequence() < grant.sequence())
                .toList();
        Spending then = spending(earlier, grant.window());
        return new Spending(grant.level(), then.spentBefore(), then.candidatesBefore());
    }

    private Contest contest(Case asked, AlphaEntry grant) {
        Optional<Contender> champion = Optional.empty();
        Optional<String> unloadable = Optional.empty();
        try {
            champion = asked.holder().map(this::judged).map(models);
        } catch (UnreadableModel | CorruptArtifact damaged) {
            unloadable = Optional.of("version " + asked.holder().orElseThrow() + ": " + damaged.getMessage());
        }
        Chronicle chronicle = new Chronicle(registry, model, asked.end());
        return new Contest(
                asked.candidate(),
                champion,
                asked.popularity(),
                yardsticks(chronicle, champion),
                new Contest.Circumstances(
                        spending(grant),
                        chronicle.usualVolume(USUAL_WITHIN),
                        registry.frozen().isPresent(),
                        unloadable));
    }

    /** A refitted champion has learnt from its own holdout: later ones are judged against its parent. */
    private String judged(String version) {
        return registry.version(model, version)
                .filter(found -> found.kind() == VersionKind.REFIT)
                .map(ModelVersion::tags)
                .map(tags -> tags.get(PARENT))
                .orElse(version);
    }

    private List<Contender> yardsticks(Chronicle chronicle, Optional<Contender> champion) {
        List<Contender> found = new ArrayList<>();
        for (String version :
                chronicle.formerChampions(policy.freshness().memory(), champion.map(Contender::version))) {
            if (!version.equals(judged(version))) {
                continue;
            }
            loaded(version).ifPresent(found::add);
        }
        return found;
    }

    private void record(Case asked, Verdict verdict) {
        // Run again after a kill, only measured latencies can differ: what was recorded first stands.
        if (registry.verdict(verdict.id()).isEmpty()) {
            registry.recordVerdict(new io.sluice.registry.Verdict(
                    verdict.id(),
                    model,
                    asked.candidate().version(),
                    asked.holder(),
                    io.sluice.registry.Decision.valueOf(verdict.decision().name()),
                    verdict.state().name(),
                    asked.end(),
                    VerdictReport.json(verdict)));
        }
    }

    private void settle(AlphaEntry grant, Verdict verdict) {
        double score = verdict.evidence().candidate().metrics().getOrDefault(policy.metric(), 0.0);
        Optional<Double> told = registry.alphaLedger(model).stream()
                .filter(entry -> entry.window().equals(grant.window()) && entry.sequence() < grant.sequence())
                .flatMap(entry -> entry.told().stream())
                .reduce((first, second) -> second);
        registry.settleAlpha(
                grant.sequence(),
                verdict.isTested() ? grant.level() : 0,
                Optional.of(new Ladder(policy.testing().ladderStep()).tell(told, score)));
    }

    private boolean promotes(Verdict verdict) {
        return registry.verdict(verdict.id())
                        .filter(kept -> kept.decision() == io.sluice.registry.Decision.PROMOTE)
                        .isPresent()
                && registry.log(model).stream()
                        .noneMatch(entry -> entry.verdictId().equals(Optional.of(verdict.id())));
    }

    private Verdict promote(Case asked, Verdict verdict) {
        Verdict outcome = registry.promote(
                        model,
                        Registry.CHAMPION,
                        asked.holder(),
                        asked.candidate().version(),
                        verdict.id(),
                        Cause.of("gate", String.join("; ", verdict.reasons())).at(asked.end()))
                .match(moved -> verdict, refused -> overtaken(verdict, refused));
        if (outcome.state() != verdict.state()) {
            record(asked, outcome);
        }
        return outcome;
    }

    private Verdict overtaken(Verdict verdict, MoveResult.Refused refused) {
        return switch (refused.reason()) {
            case LOST_RACE, ALREADY_THERE ->
                verdict.lostRace(registry.alias(model, Registry.CHAMPION).orElse("nobody"));
            case FROZEN -> verdict.frozen(refused.detail());
            case NO_SUCH_VERDICT, UNKNOWN_VERSION, NOTHING_EARLIER ->
                throw new IllegalStateException(
                        "the registry refuses verdict " + verdict.id() + ": " + refused.detail());
        };
    }

    /** Goes back to the newest version that loads; not again if the alias has moved on from the broken one already. */
    private void rollBack(Case asked, Verdict verdict) {
        Optional<String> holder = asked.holder();
        while (holder.isPresent() && registry.alias(model, Registry.CHAMPION).equals(holder)) {
            MoveResult back = registry.rollback(
                    model,
                    Registry.CHAMPION,
                    Cause.of("gate", String.join("; ", verdict.reasons())).at(asked.end()));
            log.error("champion={} cannot be used, alias={} reasons={}", holder.get(), back, verdict.reasons());
            holder = back.moved().flatMap(entry -> entry.to()).filter(version -> loaded(version)
                    .isEmpty());
        }
    }

    private Optional<Contender> loaded(String version) {
        try {
            return Optional.of(models.apply(version));
        } catch (UnreadableModel | CorruptArtifact damaged) {
            log.warn("version={} is left out because=\"{}\"", version, damaged.getMessage());
            return Optional.empty();
        }
    }
}
